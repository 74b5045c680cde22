import type { IncomingMessage } from "node:http";

/** A TCP connection of the HTTP server. */
export type Socket = IncomingMessage["socket"];
