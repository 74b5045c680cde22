import type { ThreadConversation } from "@sockscope/sockets/thread";

/** Sends every byte back. */
export const serveEcho: ThreadConversation = (conn) => {
  for (;;) {
    const data = conn.recv(1024);
    if (data.length === 0) break;
    conn.sendall(data);
  }
  conn.close();
};
