import { fileURLToPath } from "node:url";
import { LIMITS } from "@sockscope/protocol";
import { type RunningServer, startServer } from "../../apps/server/src/http/server.ts";
import { Child } from "./child.ts";
import type { LoadRequest, Mark } from "./load.ts";
import type { PageRequest } from "./page.ts";
import { stopwatch, wait } from "./rounds.ts";

/** The whole server, the process with the clients, and one with a page. */
export interface Stage {
  readonly server: RunningServer;
  readonly load: Child<LoadRequest, Mark>;
  readonly page: Child<PageRequest, number>;
  close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const server = await startServer({
    host: "127.0.0.1",
    port: 0,
    strictPort: true,
    webRoot: fileURLToPath(new URL(".", import.meta.url)),
    data: null,
  });
  const load = new Child<LoadRequest, Mark>("load");
  const page = new Child<PageRequest, number>("page");
  return {
    server,
    load,
    page,
    async close() {
      load.end();
      page.end();
      await server.close();
    },
  };
}

/** What the clients count in `ms`, a second. */
export async function rate(load: Stage["load"], ms: number): Promise<number> {
  const before = await load.ask({ do: "mark" });
  const passed = stopwatch();
  await wait(ms);
  const seconds = passed();
  const after = await load.ask({ do: "mark" });
  return (after.count - before.count) / seconds;
}

/** Starts a program of the catalogue on the stage; gives the port that it is bound to. */
export async function spawn({ server }: Stage, program: string): Promise<number> {
  const { lab, journal } = server;
  let since = journal.seq;
  const { actors } = await lab.do({ do: "spawn", program, count: 1, port: 0 });
  const [actor] = actors;
  for (;;) {
    const events = journal.read(since, LIMITS.batchEvents);
    since += events.length;
    for (const event of events)
      if (event.kind === "call.ended" && event.actor === actor && event.verb === "bind")
        if (event.result?.address) return event.result.address.port;
    await wait(5);
  }
}
