import { createRoom, type HostPort, ProgramStopped, type Socket } from "@sockscope/sockets";
import type { Program } from "../program.ts";
import type { Conversation, ServeContext, Server } from "../server.ts";
import { messageOf } from "../text.ts";

/** A conversation that fails is over, and only it: the server goes on. */
const guarded =
  (serve: Conversation) =>
  async (conn: Socket, addr: HostPort, context: ServeContext): Promise<void> => {
    try {
      await serve(conn, addr, context);
    } catch (error) {
      // The whole program was ended: its accept hears of it, too.
      if (error instanceof ProgramStopped) return;
      context.print(`${addr[0]}:${addr[1]} ${messageOf(error)}`);
      await conn.close().catch((stopped: unknown) => {
        // It may be ended while it still waits to close.
        if (!(stopped instanceof ProgramStopped)) throw stopped;
      });
    }
  };

/** One event loop serves all clients: one that waits holds up nobody. */
export const eventLoop =
  (of: Server): Program =>
  async (net, { host, port, family, print }) => {
    const serve = guarded(of.serve);
    const context = { room: createRoom<Socket>(), print };
    const server = await net.socket(family, "SOCK_STREAM");
    await server.bind([host, port]);
    await server.listen(of.backlog);
    if (of.started !== undefined) print(of.started);

    for (;;) {
      const [conn, addr] = await server.accept();
      // Not awaited: this task goes on beside the loop.
      void serve(conn, addr, context);
    }
  };
