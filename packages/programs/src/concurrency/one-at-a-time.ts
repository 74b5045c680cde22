import { createRoom, ProgramStopped, type Socket } from "@sockscope/sockets";
import type { Program } from "../program.ts";
import type { Server } from "../server.ts";
import { messageOf } from "../text.ts";

/** The next client is accepted when the one before has gone; until then it waits in the kernel. */
export const oneAtATime =
  ({ backlog, started, serve }: Server): Program =>
  async (net, { host, port, family, print }) => {
    const context = { room: createRoom<Socket>(), print };
    const server = await net.socket(family, "SOCK_STREAM");
    await server.bind([host, port]);
    await server.listen(backlog);
    if (started !== undefined) print(started);

    for (;;) {
      const [conn, addr] = await server.accept();
      try {
        await serve(conn, addr, context);
      } catch (error) {
        // The whole program was ended.
        if (error instanceof ProgramStopped) throw error;
        // A conversation that fails is over, and only it: the server goes on.
        print(`${addr[0]}:${addr[1]} ${messageOf(error)}`);
        await conn.close();
      }
    }
  };
