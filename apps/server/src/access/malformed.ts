import {
  check,
  LIMITS,
  type Problem,
  readViewerJson,
  viewerMessageSchema,
} from "@sockscope/protocol";

/** The answer to a message that was not understood. */
export interface Explanation {
  /** The id of the command if it is readable. Null: the answer belongs to no command. */
  readonly id: string | null;
  readonly problem: Problem;
}

const SHARE = "Loss, duplicates and reordering are shares from 0 to 1.";
const DELAY = `Latency and jitter are from 0 to ${LIMITS.linkDelay} ms.`;

/** Sentences for the fields that a person fills in. */
const FIELDS: Readonly<Record<string, string>> = {
  port: "A port is a whole number from 0 to 65535.",
  host: "An address has 1 to 64 characters, as 127.0.0.1.",
  size: `The number of bytes is a whole number from 1 to ${LIMITS.recvBytes}.`,
  count: `From 1 to ${LIMITS.spawnCount} programs can be started at once.`,
  latency: DELAY,
  jitter: DELAY,
  bandwidth: "A rate is a whole number from 1 to 10000000000 bytes a second.",
  slice: "Pieces have from 1 to 65536 bytes.",
  loss: SHARE,
  duplicate: SHARE,
  reorder: SHARE,
  maxDatagram: "The largest datagram has from 0 to 65535 bytes.",
  resetAfter: "A connection is reset after 0 to 1000000000000 bytes.",
  pause: `A pause is from 0 to ${LIMITS.gatePause} ms.`,
  text: `A text can have at most ${LIMITS.textBytes} bytes.`,
};

/** Why a viewer's message cannot be read. Never throws (rule M2). */
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

/**
 * The protocol version in the JSON of a `hello`, whatever else it contains. Null if there is none.
 */
export function protocolOf(json: unknown): number | null {
  if (typeof json !== "object" || json === null || !("type" in json && "protocol" in json))
    return null;
  const { type, protocol } = json;
  return type === "hello" && typeof protocol === "number" ? protocol : null;
}
