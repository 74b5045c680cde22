import type { Concurrency } from "../ids.ts";
import type { Program } from "../program.ts";
import type { Server } from "../server.ts";
import { eventLoop } from "./event-loop.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import { threads } from "./threads.ts";

/** The three ways in which a server can deal with several clients. */
export function withConcurrency(make: Concurrency, server: Server): Program {
  switch (make) {
    case "one-at-a-time":
      return oneAtATime(server);
    case "threads":
      return threads(server);
    case "event-loop":
      return eventLoop(server);
  }
}
