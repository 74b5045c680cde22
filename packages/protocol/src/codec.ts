import {
  type ServerMessage,
  serverMessageSchema,
  type ViewerMessage,
  viewerMessageSchema,
} from "./messages.ts";
import type { z } from "./zod.ts";

export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false };

/** Undefined for what is no JSON: no JSON is read as that. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function check<T>(schema: z.ZodType<T>, json: unknown): Parsed<T> {
  const parsed = schema.safeParse(json);
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false };
}

/** Reads a viewer's message; never throws (rule M2). */
export const parseViewerMessage = (text: string): Parsed<ViewerMessage> =>
  check(viewerMessageSchema, readJson(text));

/**
 * Reads a server's message; never throws (rule M2). Batches come by the hundred a second: their
 * events are not looked at one by one.
 */
export function parseServerMessage(text: string): Parsed<ServerMessage> {
  const json = readJson(text);
  if (isBatch(json)) return { ok: true, value: json };
  return check(serverMessageSchema, json);
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
