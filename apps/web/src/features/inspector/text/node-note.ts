import type { CallResult } from "@sockscope/protocol";
import type { Call } from "@sockscope/trace";
import type { Dictionary } from "../../../i18n/index.ts";

type Note = Exclude<keyof Dictionary["nodeNotes"], "title">;

interface Circumstances {
  readonly stream: boolean;
  readonly slept: boolean;
}

const UNKNOWN: Circumstances = { stream: true, slept: false };

/** The other end could not be had. */
const NOT_CONNECTED: ReadonlySet<string> = new Set([
  ...["ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH"],
]);

/** Whether Node makes this call differ from the BSD one, and in what; see docs/node-differences.md. */
export function nodeNote(
  { verb, args }: Pick<Call, "verb" | "args">,
  result: CallResult | undefined,
  errno: string | undefined,
  { stream, slept }: Circumstances = UNKNOWN,
): Note | null {
  if (errno === "EBADF" && slept) return "closedMeanwhile";
  switch (verb) {
    case "send":
    case "sendall":
      if (!stream) return null;
      if (errno === "EAGAIN") return "lateSend";
      return verb === "send" && errno === undefined ? "send" : null;
    case "recv":
      // Of datagrams both calls take one.
      return stream ? verb : "recvfrom";
    case "recvfrom":
      return verb;
    case "getsockopt":
      return errno === "ENOPROTOOPT" ? "noOption" : verb;
    case "setsockopt":
      if (errno === "ENOPROTOOPT") return "noOption";
      return stream && args.option === "SO_REUSEADDR" ? "reuse" : null;
    case "connect":
      if (isNotAnAddress(args, errno)) return "names";
      return stream && errno !== undefined && NOT_CONNECTED.has(errno) ? "failedConnect" : null;
    case "bind":
      if (isNotAnAddress(args, errno)) return "names";
      return stream && errno === undefined ? "reuse" : null;
    case "accept":
      return result?.address?.port === 0 ? "goneBeforeAccept" : null;
    case "listen":
      return result?.queue === "node" ? "listen" : null;
    case "shutdown":
      return args.how === "SHUT_WR" ? null : "shutdown";
    case "sendto":
      return isNotAnAddress(args, errno) ? "names" : null;
    case "socket":
    case "close":
    case "settimeout":
    case "getsockname":
    case "getpeername":
      return null;
    default:
      return verb satisfies never;
  }
}

/** What was asked for never became an address, so that the system was not asked at all. */
const isNotAnAddress = (args: Call["args"], errno: string | undefined): boolean =>
  errno === "EINVAL" && args.address === undefined;
