import type { CallResult } from "@sockscope/protocol";
import type { Call } from "@sockscope/trace";
import type { Dictionary } from "../../i18n/index.ts";

type Note = Exclude<keyof Dictionary["nodeNotes"], "title">;

/** Whether Node makes this call differ from the BSD one, and in what; see ARCHITECTURE.md. */
export function nodeNote(
  { verb, args }: Pick<Call, "verb" | "args">,
  result: CallResult | undefined,
  errno: string | undefined,
): Note | null {
  switch (verb) {
    case "send":
    case "sendall":
      if (errno === "ECONNRESET" || errno === "EPIPE") return "failedSend";
      if (errno === "EAGAIN") return "lateSend";
      return verb === "send" ? "send" : null;
    case "recv":
    case "recvfrom":
    case "getsockopt":
      return verb;
    case "listen":
      return result?.queue === "node" ? "listen" : null;
    case "shutdown":
      return args.how === "SHUT_WR" ? null : "shutdown";
    case "socket":
    case "bind":
    case "accept":
    case "connect":
    case "sendto":
    case "close":
    case "setsockopt":
    case "settimeout":
    case "getsockname":
    case "getpeername":
      return null;
    default:
      return verb satisfies never;
  }
}
