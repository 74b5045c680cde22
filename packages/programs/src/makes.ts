import { createRoom, ProgramStopped, type Socket, type Sockets } from "@sockscope/sockets";
import type { Make } from "./ids.ts";
import type { Program, ProgramOptions } from "./program.ts";
import type { Conversation, ServeContext, Server } from "./server.ts";

/** The three ways in which a server can deal with several clients. */
export function inMake(make: Make, server: Server): Program {
  switch (make) {
    case "one-at-a-time":
      return oneAtATime(server);
    case "threads":
      return threads(server);
    case "event-loop":
      return eventLoop(server);
  }
}

/** The next client is accepted when the one before has gone; until then it waits in the kernel. */
const oneAtATime =
  ({ serve, ...server }: Server): Program =>
  async (net, options) => {
    const listener = await listening(net, options, server);
    const context = { room: createRoom<Socket>(), print: options.print };

    for (;;) {
      const [conn, addr] = await listener.accept();
      await guarded(serve, conn, addr, context);
    }
  };

/** One event loop serves all clients: a waiting one holds up nobody. */
const eventLoop =
  ({ serve, ...server }: Server): Program =>
  async (net, options) => {
    const listener = await listening(net, options, server);
    const context = { room: createRoom<Socket>(), print: options.print };

    for (;;) {
      const [conn, addr] = await listener.accept();
      // Not awaited: this task goes on beside the loop.
      void guarded(serve, conn, addr, context);
    }
  };

/** Each client has a worker thread of its own, which may be asleep as long as it likes. */
const threads =
  (server: Server): Program =>
  async (net, options) => {
    const listener = await listening(net, options, server);

    for (;;) {
      const [conn, addr] = await listener.accept();
      await options.startThread(conn, addr);
    }
  };

async function listening(
  net: Sockets,
  { host, port, family, print }: ProgramOptions,
  { backlog, started }: Pick<Server, "backlog" | "started">,
): Promise<Socket> {
  const listener = await net.socket(family, "SOCK_STREAM");
  await listener.bind([host, port]);
  await listener.listen(backlog);
  if (started !== undefined) print(started);
  return listener;
}

/** A conversation that fails is over, and only it: its socket is closed and the server goes on. */
async function guarded(
  serve: Conversation,
  ...[conn, addr, context]: readonly [
    Parameters<Conversation>[0],
    Parameters<Conversation>[1],
    ServeContext,
  ]
): Promise<void> {
  try {
    await serve(conn, addr, context);
  } catch (error) {
    // The whole program is over: its accept tells it, too.
    if (error instanceof ProgramStopped) return;
    context.print(
      `${addr[0]}:${addr[1]} ${error instanceof Error ? error.message : String(error)}`,
    );
    await conn.close().catch((stopped: unknown) => {
      // It may be stopped while it still waits to close.
      if (!(stopped instanceof ProgramStopped)) throw stopped;
    });
  }
}
