import type { ThreadConversation } from "@sockscope/sockets/thread";
import { upper } from "../text.ts";

/** Sends every byte back, the letters a to z as capitals. */
export const serveUpper: ThreadConversation = (conn) => {
  for (;;) {
    const data = conn.recv(1024);
    if (data.length === 0) break;
    conn.sendall(upper(data));
  }
  conn.close();
};
