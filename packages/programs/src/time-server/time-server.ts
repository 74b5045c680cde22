import type { Server } from "../server.ts";
import { encode } from "../text.ts";

/** Says what time it is and closes, without having been asked (as RFC 867 has it). */
export const timeServer: Server = {
  backlog: 16,
  async serve(conn) {
    await conn.sendall(encode(`${new Date().toISOString()}\n`));
    await conn.close();
  },
};
