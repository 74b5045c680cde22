import { setImmediate as nextTurn } from "node:timers/promises";
import {
  checked,
  type Event,
  eventSchema,
  LIMITS,
  RECORDING_FORMAT,
  type RecordingHeader,
  type RecordingProblem,
  recordingEndSchema,
  recordingFormat,
  recordingHeaderSchema,
} from "@sockscope/protocol";
import { RecordingRefusal } from "./recording-refusal.ts";
import { splitLines } from "./split-lines.ts";

/** ms of work after which other tasks get their turn. */
const TURN = 8;

/** What is known about a recording that has been read completely. */
export interface RecordingSummary {
  /** Null for a file of version 0, which has no header. */
  readonly header: RecordingHeader | null;
  readonly events: number;
  /** The last line was incomplete and was dropped. */
  readonly torn: boolean;
  /** The recording has an end line. */
  readonly ended: boolean;
}

/** Checks each line by itself, so that a file of any size needs no more memory than a line. */
class RecordingCheck {
  header: RecordingHeader | null = null;
  events = 0;
  ended = false;
  #line = 0;
  #t = 0;

  /** The event in a line. Null for the header and the end. Throws `RecordingRefusal`. */
  take(text: string): Event | null {
    this.#line += 1;
    const json = parse(text);
    if (json === undefined) throw this.refusal("bad-line", "is no JSON");
    if (this.ended) throw this.refusal("bad-line", "comes after the end");
    if (this.#line === 1 && this.#isHeader(json)) return null;
    const end = checked(recordingEndSchema, json)?.end;
    if (end && this.events > 0) {
      if (end.events !== this.events)
        throw this.refusal(
          "bad-line",
          `tells of ${end.events} events, and there are ${this.events}`,
        );
      this.ended = true;
      return null;
    }
    return this.#event(json);
  }

  #isHeader(json: unknown): boolean {
    const format = recordingFormat(json);
    if (format === null) return false;
    if (format > RECORDING_FORMAT)
      throw new RecordingRefusal(
        "newer-format",
        `This recording was made by a newer Sockscope (format ${format}; this one reads up to ${RECORDING_FORMAT}).`,
        1,
      );
    const header = checked(recordingHeaderSchema, json);
    if (!header) throw this.refusal("not-a-recording", "is no header of a recording");
    this.header = header;
    return true;
  }

  #event(json: unknown): Event {
    const event = checked(eventSchema, json);
    const isFirst = this.events === 0;
    if (isFirst && event?.kind !== "lab.began")
      throw this.refusal("not-a-recording", "should tell that the lab began");
    if (!event) throw this.refusal("bad-line", "is no event");
    if (event.seq !== this.events + 1)
      throw this.refusal("bad-line", `should be event ${this.events + 1}, and is ${event.seq}`);
    if (event.t < this.#t) throw this.refusal("bad-line", "is earlier than the one before");
    this.events += 1;
    this.#t = event.t;
    return event;
  }

  /** `ahead`: how far the line is ahead of the last one that was checked. */
  refusal(code: RecordingProblem, what: string, ahead = 0): RecordingRefusal {
    const line = this.#line + ahead;
    return new RecordingRefusal(code, `Line ${line} ${what}.`, line);
  }
}

/**
 * Reads a recording line by line and yields the events of each chunk as lines of JSON, written anew
 * from what was understood. An incomplete last line is dropped. Throws `RecordingRefusal`.
 */
export async function* readRecording(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<readonly string[], RecordingSummary> {
  const check = new RecordingCheck();
  let torn = false;
  let turn = performance.now() + TURN;
  for await (const { lines, rest, isText } of splitLines(chunks, LIMITS.recordingLine)) {
    let events: string[] = [];
    for (const line of lines) {
      const event = check.take(line);
      if (event) events.push(JSON.stringify(event));
      if (performance.now() < turn) continue;
      if (events.length > 0) yield events;
      events = [];
      await nextTurn();
      turn = performance.now() + TURN;
    }
    // The text after the last line break may be complete, if an editor left out the final line
    // break.
    if (rest !== null && parse(rest) === undefined) torn = true;
    else if (rest !== null) {
      if (!isText) throw check.refusal("not-utf8", "is not valid UTF-8", 1);
      const event = check.take(rest);
      if (event) events.push(JSON.stringify(event));
    }
    if (events.length > 0) yield events;
  }
  if (check.events === 0)
    throw new RecordingRefusal("not-a-recording", "There is no event in this file.");
  return { header: check.header, events: check.events, torn, ended: check.ended };
}

/** Undefined if the text is no JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
