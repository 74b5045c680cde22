import type { ThreadConversation } from "@sockscope/sockets/thread";
import type { Program } from "../program.ts";
import type { Server } from "../server.ts";
import { messageOf } from "../text.ts";

/** In a client's own thread: a conversation that fails is over, and only it. */
export const guarded =
  (serve: ThreadConversation): ThreadConversation =>
  (conn, addr, context) => {
    try {
      serve(conn, addr, context);
    } catch (error) {
      context.print(`${addr[0]}:${addr[1]} ${messageOf(error)}`);
      conn.close();
    }
  };

/** Each client has a worker thread of its own, which may be asleep as long as it likes. */
export const threads =
  ({ backlog, started }: Server): Program =>
  async (net, { host, port, family, print, startThread }) => {
    const server = await net.socket(family, "SOCK_STREAM");
    await server.bind([host, port]);
    await server.listen(backlog);
    if (started !== undefined) print(started);

    for (;;) {
      const [conn, addr] = await server.accept();
      await startThread(conn, addr);
    }
  };
