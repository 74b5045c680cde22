import {
  checked,
  type Event,
  OUTCOME_TYPE,
  type RecordingInfo,
  type RecordingProblem,
  recordingCloseSchema,
  recordingInfoSchema,
  recordingRefusalSchema,
} from "@sockscope/protocol";

/** Why something could not be done with a recording; `line` is 0 where it is not about a line. */
export interface RecordingTrouble {
  readonly code: RecordingProblem | "link-lost" | "page-failed";
  readonly line: number;
}
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly trouble: RecordingTrouble };

/** What was read when a recording is opened. */
export interface OpenedRecording {
  readonly torn: boolean;
  /** There are more events than a page can show. */
  readonly more: boolean;
}

/** Events of a recording that a page shows: each takes some hundred bytes in it, and a picture. */
export const SHOWN_EVENTS = 500_000;

const API = "/api/recordings";
const pathOf = (id: string): string => `${API}/${encodeURIComponent(id)}`;
const NDJSON = { "Content-Type": "application/x-ndjson" };

/** Where a browser gets the file from. */
export const recordingFile = (id: string): string => `${pathOf(id)}/file`;

export async function listRecordings(): Promise<Outcome<readonly RecordingInfo[]>> {
  return ask(API, {}, async (response) => {
    const body: unknown = await reached(response.json());
    const { recordings } = Object(body) as { recordings?: unknown };
    return understood(recordingInfoSchema.array(), recordings);
  });
}

export const nameRecording = (id: string, name: string): Promise<Outcome<null>> =>
  ask(
    `${pathOf(id)}/name`,
    {
      method: "PUT",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ name }),
    },
    async () => null,
  );

export const deleteRecording = (id: string): Promise<Outcome<null>> =>
  ask(pathOf(id), { method: "DELETE" }, async () => null);

/** `name` as the server allows it. */
export const importRecording = (file: Blob, name: string): Promise<Outcome<RecordingInfo>> =>
  ask(
    `${API}?name=${encodeURIComponent(name)}`,
    { method: "POST", headers: NDJSON, body: file },
    async (response) => understood(recordingInfoSchema, await reached(response.json())),
  );

/** Gives the events of a recording in their order, some at a time. */
export function openRecording(
  id: string,
  signal: AbortSignal,
  take: (events: readonly Event[]) => void,
): Promise<Outcome<OpenedRecording>> {
  return ask(pathOf(id), { signal }, async (response) => {
    let count = 0;
    for await (const lines of linesOf(response)) {
      const last: unknown = parsed(lines.at(-1) ?? "null");
      const close = checked(recordingCloseSchema, last);
      if (close?.close === "refused") throw new Refused(close.code, close.line);
      const events = lines
        .slice(0, close ? -1 : undefined)
        .slice(0, SHOWN_EVENTS - count)
        .map((line) => parsed(line) as Event);
      count += events.length;
      take(events);
      if (close) return { torn: close.torn, more: count >= SHOWN_EVENTS };
      if (count >= SHOWN_EVENTS) return { torn: false, more: true };
    }
    throw new Refused("link-lost", 0);
  });
}

/** An answer that is none counts as a line that broke. */
function understood<T>(schema: Parameters<typeof checked<T>>[0], answer: unknown): T {
  const value = checked(schema, answer);
  if (value === undefined) throw new Refused("link-lost", 0);
  return value;
}

class Refused extends Error {
  readonly trouble: RecordingTrouble;

  constructor(code: RecordingTrouble["code"], line: number) {
    super(code);
    this.trouble = { code, line };
  }
}

async function ask<T>(
  path: string,
  init: RequestInit,
  read: (response: Response) => Promise<T>,
): Promise<Outcome<T>> {
  try {
    const headers = new Headers(init.headers);
    headers.set("Accept", OUTCOME_TYPE);
    const response = await reached(fetch(path, { ...init, headers }));
    if (!response.headers.get("Content-Type")?.startsWith(OUTCOME_TYPE) && response.ok)
      return { ok: true, value: await read(response) };
    const { code, line } = understood(recordingRefusalSchema, await reached(response.json()));
    return { ok: false, trouble: { code, line } };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, trouble: error.trouble };
    reportError(error);
    return { ok: false, trouble: { code: "page-failed", line: 0 } };
  }
}

/** What comes from the server: where it does not come, or is no answer, the line broke. */
async function reached<T>(coming: Promise<T>): Promise<T> {
  try {
    return await coming;
  } catch {
    throw new Refused("link-lost", 0);
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new Refused("link-lost", 0);
  }
}

async function* linesOf(response: Response): AsyncGenerator<readonly string[]> {
  if (response.body === null) return;
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reached(reader.read());
      if (done) return;
      const lines = (rest + decoder.decode(value, { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      if (lines.length > 0) yield lines;
    }
  } finally {
    // One that broke says so a second time.
    await reader.cancel().catch(() => undefined);
  }
}
