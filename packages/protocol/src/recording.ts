import { LIMITS } from "./limits.ts";
import { hasUnseen } from "./text/visible-text.ts";
import { z } from "./zod.ts";

/**
 * The version of the file format (rule R2). Version 0 is a file of events without a header, as
 * `/api/trace` and `run --ndjson` give it.
 */
export const RECORDING_FORMAT = 1;

/**
 * The format that a first line names, of this version or a later one, whatever else a later one has;
 * null if it is no header.
 */
export function recordingFormat(json: unknown): number | null {
  if (typeof json !== "object" || json === null) return null;
  if (!("sockscope" in json) || json.sockscope !== "recording" || !("format" in json)) return null;
  return Number.isSafeInteger(json.format) ? Number(json.format) : null;
}

/** The first line of a recording (rule R2). */
export const recordingHeaderSchema = z.strictObject({
  sockscope: z.literal("recording"),
  format: z.literal(RECORDING_FORMAT),
  protocol: z.int(),
  version: z.string().max(64),
  session: z.string().max(64),
  /** ms since 1970 at `t` = 0. */
  wall: z.number(),
  /** The process that wrote it; on which machine it does not say (rule R9). */
  pid: z.int().min(0),
});
export type RecordingHeader = Readonly<z.infer<typeof recordingHeaderSchema>>;

/** The last line of a recording whose lab ended as it should (rule R3). */
export const recordingEndSchema = z.strictObject({
  end: z.strictObject({ events: z.int().min(0) }),
});

/** Names a recording in its folder, and is all that a request may say of a path (rule R5). */
export const recordingIdSchema = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}\.\d{3}Z-[0-9a-f]{8}$/);

export const recordingNameSchema = z
  .string()
  .trim()
  .max(LIMITS.recordingName)
  .refine((name) => !hasUnseen(name));

/** One recording of the folder. */
export const recordingInfoSchema = z.strictObject({
  id: recordingIdSchema,
  /** Empty if nobody has named it. */
  name: z.string(),
  bytes: z.int().min(0),
  /** ms since 1970. */
  wall: z.number(),
  /** `own`: this lab writes it. `live`: another one does, or may (rule R9). `cut`: it has no end line. */
  state: z.enum(["own", "live", "whole", "cut"]),
});
export type RecordingInfo = Readonly<z.infer<typeof recordingInfoSchema>>;

/** Why a recording is refused or cannot be had; the page has a sentence for each (rule R4). */
export const recordingProblemSchema = z.enum([
  "unknown-recording",
  "not-a-recording",
  "newer-format",
  "too-large",
  "line-too-long",
  "bad-line",
  "not-utf8",
  "bad-name",
  "in-use",
  "no-room",
  "no-folder",
  "failed",
]);
export type RecordingProblem = z.infer<typeof recordingProblemSchema>;

/** `line` counts from 1, 0 where it is not about a line. */
const refusal = { code: recordingProblemSchema, line: z.int().min(0), message: z.string() };
/** What a refusal about recordings says. */
export const recordingRefusalSchema = z.strictObject(refusal);

/** The last line of what the server sends when a recording is opened. */
export const recordingCloseSchema = z.discriminatedUnion("close", [
  /** `torn`: the last line was not whole and was dropped. `ended`: the lab ended as it should. */
  z.strictObject({ close: z.literal("done"), torn: z.boolean(), ended: z.boolean() }),
  z.strictObject({ close: z.literal("refused"), ...refusal }),
]);
export type RecordingClose = Readonly<z.infer<typeof recordingCloseSchema>>;

/**
 * Who accepts this media type gets a refusal as a document with the status 200. The page does, since
 * a browser writes any other status to its console as an error.
 */
export const OUTCOME_TYPE = "application/vnd.sockscope.outcome+json";
