import type { Server } from "../server.ts";
import { encode, join } from "../text.ts";

/** What one client says goes to all the others, with its port in front. */
export const chatServer: Server = {
  backlog: 128,
  async serve(conn, addr, { room }) {
    room.join(conn);
    try {
      for (;;) {
        const data = await conn.recv(1024);
        if (data.length === 0) break;
        const line = join(encode(`${addr[1]}: `), data);
        // One that has gone leaves; the others still hear it.
        for (const other of room.others(conn))
          await other.sendall(line).catch(() => room.leave(other));
      }
    } finally {
      room.leave(conn);
    }
    await conn.close();
  },
};
