import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { open } from "node:fs/promises";
import {
  LIMITS,
  PROTOCOL,
  RECORDING_FORMAT,
  type RecordingHeader,
  type RecordingInfo,
} from "@sockscope/protocol";
import { recordingId } from "../journal/journal-file.ts";
import { LAST_DATE } from "./inspect-recording.ts";
import { readRecording } from "./recording-reader.ts";
import { RecordingRefusal } from "./recording-refusal.ts";
import type { Recordings } from "./recordings.ts";

/** Bytes of JSON per write. */
const BLOCK = 256 * 1024;

/**
 * Imports a recording, line by line, and stores only what was understood. Nothing remains of one
 * that is refused. Throws `RecordingRefusal`, and the system's error.
 */
export async function importRecording(
  recordings: Recordings,
  chunks: AsyncIterable<Uint8Array>,
  { name = "", max = LIMITS.recordingBytes }: { name?: string; max?: number } = {},
): Promise<RecordingInfo> {
  const stored = recordings.list();
  const storedBytes = stored.reduce((sum, { bytes }) => sum + bytes, 0);
  if (stored.length >= LIMITS.recordings || storedBytes >= LIMITS.recordingsBytes)
    throw new RecordingRefusal("no-room", "There are too many recordings. Delete some first.");
  const { part, commit } = recordings.fresh();
  const session = randomUUID();
  const id = recordingId(Date.now(), session);
  try {
    const file = await open(part, "wx", 0o600);
    try {
      const events = readRecording(bounded(chunks, max));
      let waiting: string[] = [];
      let bytes = 0;
      let written = 0;
      const flush = async (): Promise<void> => {
        await file.write(waiting.join(""));
        waiting = [];
        bytes = 0;
      };
      for (;;) {
        const { done, value } = await events.next();
        if (done) {
          waiting.push(`${JSON.stringify({ end: { events: value.events } })}\n`);
          break;
        }
        for (const line of value) {
          if (written === 0) waiting.push(`${JSON.stringify(headerOf(line, session))}\n`);
          waiting.push(`${line}\n`);
          written += 1;
          bytes += line.length;
        }
        if (bytes > BLOCK) await flush();
      }
      await flush();
    } finally {
      await file.close();
    }
    commit(id);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
  recordings.name(id, name);
  return recordings.get(id);
}

/**
 * The header, derived from the first event, which every recording has. So version 0 gets one, too.
 */
function headerOf(first: string, session: string): RecordingHeader {
  const { wall, version } = JSON.parse(first) as { wall: number; version: string };
  return {
    sockscope: "recording",
    format: RECORDING_FORMAT,
    protocol: PROTOCOL,
    version: version.slice(0, 64),
    session,
    wall: Math.abs(wall) <= LAST_DATE ? wall : Date.now(),
    pid: 0,
  };
}

async function* bounded(
  chunks: AsyncIterable<Uint8Array>,
  max: number,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > max)
      throw new RecordingRefusal("too-large", `A recording has at most ${max} bytes.`);
    yield chunk;
  }
}
