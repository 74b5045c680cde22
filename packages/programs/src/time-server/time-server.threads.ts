import type { ThreadConversation } from "@sockscope/sockets/thread";
import { encode } from "../text.ts";

/** Says what time it is and closes, without having been asked (as RFC 867 has it). */
export const serveTime: ThreadConversation = (conn) => {
  conn.sendall(encode(`${new Date().toISOString()}\n`));
  conn.close();
};
