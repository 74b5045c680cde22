import { LIMITS } from "./limits.ts";
import {
  type ServerMessage,
  serverMessageSchema,
  type ViewerMessage,
  viewerMessageSchema,
} from "./messages.ts";
import { unpackEvents } from "./packed/batch.ts";
import type { z } from "./zod.ts";

export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false };
interface Failed {
  /** What is wrong, where that can be said. */
  readonly issues: readonly z.core.$ZodIssue[];
}

/**
 * Checks a value of any shape; never throws. Zod by itself may: it also compares the `length` of
 * what is no string, and `{"length":{"valueOf":1}}` cannot be compared.
 */
export function check<T>(schema: z.ZodType<T>, value: unknown): Parsed<T> & Failed {
  try {
    const parsed = schema.safeParse(value);
    return parsed.success
      ? { ok: true, value: parsed.data, issues: [] }
      : { ok: false, issues: parsed.error.issues };
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return { ok: false, issues: [] };
    throw error;
  }
}

/** The same for who needs no reasons: the value, or undefined. */
export function checked<T>(schema: z.ZodType<T>, value: unknown): T | undefined {
  const result = check(schema, value);
  return result.ok ? result.value : undefined;
}

/** Undefined for what is no JSON: no JSON is read as that. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The JSON value in a viewer's message; undefined for what is no JSON, and for what is nested deeper
 * than `LIMITS.messageDepth`. The depth is counted first, because to parse and check deep nesting
 * takes a second for half a megabyte. Never throws.
 */
export const readViewerJson = (text: string): unknown =>
  isShallow(text, LIMITS.messageDepth) ? readJson(text) : undefined;

/** Reads a viewer's message; never throws (rule M2). */
export const parseViewerMessage = (text: string): Parsed<ViewerMessage> =>
  check(viewerMessageSchema, readViewerJson(text));

/**
 * Reads a server's message; never throws (rule M2). Batches come by the hundred a second: their
 * events are not looked at one by one.
 */
export function parseServerMessage(text: string): Parsed<ServerMessage> {
  const json = readJson(text);
  if (isBatch(json)) return { ok: true, value: json };
  return check(serverMessageSchema, json);
}

/** Reads a packed batch; never throws (rule B4). */
export function parsePackedBatch(bytes: Uint8Array<ArrayBuffer>): Parsed<ServerMessage> {
  const events = unpackEvents(bytes);
  return events === null ? { ok: false } : { ok: true, value: { type: "batch", events } };
}

function isBatch(json: unknown): json is Extract<ServerMessage, { type: "batch" }> {
  return (
    typeof json === "object" &&
    json !== null &&
    "type" in json &&
    json.type === "batch" &&
    "events" in json &&
    Array.isArray(json.events) &&
    Object.keys(json).length === 2
  );
}

/** A `batch` message of events that are JSON texts already. */
export const encodeBatch = (events: readonly string[]): string =>
  `{"type":"batch","events":[${events.join(",")}]}`;

export const encodeMessage = (message: ViewerMessage | ServerMessage): string =>
  JSON.stringify(message);

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Whether the brackets in this JSON text are nested at most `max` deep; those in strings do not count. */
export function isShallow(text: string, max: number): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === BACKSLASH) at += 1;
      else if (code === QUOTE) inString = false;
    } else if (code === QUOTE) inString = true;
    // `[` and `{`, `]` and `}` differ in one bit.
    else if ((code | 0x20) === 0x7b) {
      depth += 1;
      if (depth > max) return false;
    } else if ((code | 0x20) === 0x7d) depth -= 1;
  }
  return true;
}
