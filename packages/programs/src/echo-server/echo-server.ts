import type { Server } from "../server.ts";

/** Sends every byte back. */
export const echoServer: Server = {
  backlog: 128,
  async serve(conn) {
    for (;;) {
      const data = await conn.recv(1024);
      if (data.length === 0) break;
      await conn.sendall(data);
    }
    await conn.close();
  },
};
