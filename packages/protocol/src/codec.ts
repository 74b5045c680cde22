import {
  type ServerMessage,
  serverMessageSchema,
  type ViewerMessage,
  viewerMessageSchema,
} from "./messages.ts";
import type { z } from "./zod.ts";

export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false };

function parse<T>(schema: z.ZodType<T>, text: string): Parsed<T> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { ok: false };
  }
  const parsed = schema.safeParse(json);
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false };
}

/** Reads a viewer's message; never throws (rule M2). */
export const parseViewerMessage = (text: string): Parsed<ViewerMessage> =>
  parse(viewerMessageSchema, text);

/** Reads a server's message; never throws (rule M2). */
export const parseServerMessage = (text: string): Parsed<ServerMessage> =>
  parse(serverMessageSchema, text);

/** A `batch` message of events that are JSON texts already. */
export const encodeBatch = (events: readonly string[]): string =>
  `{"type":"batch","events":[${events.join(",")}]}`;

export const encodeMessage = (message: ViewerMessage | ServerMessage): string =>
  JSON.stringify(message);
