import type { IncomingMessage } from "node:http";
import type { ViewerRole } from "@sockscope/protocol";
import { isLoopback } from "../system/loopback.ts";

/** The role of a request. A connection that is already gone counts as one from outside. */
export const roleOf = ({ socket }: Pick<IncomingMessage, "socket">): ViewerRole =>
  isLoopback(socket.remoteAddress ?? "") ? "local" : "outside";
