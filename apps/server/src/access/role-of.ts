import type { IncomingMessage } from "node:http";
import type { ViewerRole } from "@sockscope/protocol";
import { isLoopback } from "../system/loopback.ts";

/** Where a request comes from; a connection that is already gone counts as from outside. */
export const roleOf = ({ socket }: Pick<IncomingMessage, "socket">): ViewerRole =>
  isLoopback(socket.remoteAddress ?? "") ? "local" : "outside";
