import {
  check,
  LIMITS,
  type Problem,
  readViewerJson,
  viewerMessageSchema,
} from "@sockscope/protocol";

/** What to answer to a message that was not understood. */
export interface Explanation {
  /** The id of the command, if it can be told; else the answer is to nobody in particular. */
  readonly id: string | null;
  readonly problem: Problem;
}

/** Sentences for the fields that a person fills in. */
const FIELDS: Readonly<Record<string, string>> = {
  port: "A port is a whole number from 0 to 65535.",
  host: "An address has 1 to 64 characters, as 127.0.0.1.",
  size: `The number of bytes is a whole number from 1 to ${LIMITS.recvBytes}.`,
  count: `From 1 to ${LIMITS.spawnCount} programs can be started at once.`,
  text: `A text can have at most ${LIMITS.textBytes} bytes.`,
};

/** Why a viewer's message cannot be read; never throws (rule M2). */
export function explain(text: string): Explanation {
  const json = readViewerJson(text);
  const { issues } = check(viewerMessageSchema, json);
  const field = issues
    .map(({ path }) => String(path.at(-1) ?? ""))
    .find((name) => Object.hasOwn(FIELDS, name));
  const message =
    (field && FIELDS[field]) ??
    `The message was not understood: it has to be JSON with the fields of SPEC.md, nested at most ${LIMITS.messageDepth} levels deep.`;
  const code = field === "text" ? "text-too-long" : "malformed";
  return { id: idOf(json), problem: { code, message } };
}

function idOf(json: unknown): string | null {
  if (typeof json !== "object" || json === null || !("id" in json)) return null;
  const { id } = json;
  return typeof id === "string" && id.length > 0 && id.length <= 64 ? id : null;
}

/** The protocol version in the JSON of a `hello`, whatever else is in it; null if there is none. */
export function protocolOf(json: unknown): number | null {
  if (typeof json !== "object" || json === null || !("type" in json && "protocol" in json))
    return null;
  const { type, protocol } = json;
  return type === "hello" && typeof protocol === "number" ? protocol : null;
}
