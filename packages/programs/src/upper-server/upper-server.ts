import type { Server } from "../server.ts";
import { upper } from "../text.ts";

/** Sends every byte back, the letters a to z as capitals. */
export const upperServer: Server = {
  backlog: 128,
  async serve(conn) {
    for (;;) {
      const data = await conn.recv(1024);
      if (data.length === 0) break;
      await conn.sendall(upper(data));
    }
    await conn.close();
  },
};
