import type { ThreadConversation } from "@sockscope/sockets/thread";
import { SocketError } from "@sockscope/sockets/thread";
import { encode, join } from "../text.ts";

/** What one client says goes to all the others, with its port in front. */
export const serveChat: ThreadConversation = (conn, addr, { room }) => {
  room.join(conn);
  try {
    for (;;) {
      const data = conn.recv(1024);
      if (data.length === 0) break;
      const line = join(encode(`${addr[1]}: `), data);
      for (const other of room.others(conn)) {
        try {
          other.sendall(line);
        } catch (error) {
          if (!(error instanceof SocketError)) throw error;
          // One that has gone leaves; the others still hear it.
          room.leave(other);
        }
      }
    }
  } finally {
    room.leave(conn);
  }
  conn.close();
};
