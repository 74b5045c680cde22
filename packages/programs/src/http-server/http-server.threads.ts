import type { ThreadConversation } from "@sockscope/sockets/thread";
import { join } from "../text.ts";
import { answerTo, isComplete, LONGEST, PIECE } from "./answer.ts";

/** Answers one request of a browser and closes: `/` is a page with links, `/big` is 16 MiB. */
export const serveHttp: ThreadConversation = (conn, _addr, { print }) => {
  let request: Uint8Array = new Uint8Array(0);
  while (!isComplete(request) && request.length < LONGEST) {
    const data = conn.recv(4096);
    // A browser opens connections that it may never use.
    if (data.length === 0) return conn.close();
    request = join(request, data);
  }

  const { status, bytes, pieces } = answerTo(request);
  print(status);
  conn.sendall(bytes);
  // A client that does not read keeps this asleep, as soon as the buffers are full.
  for (let sent = 0; sent < pieces; sent += 1) conn.sendall(PIECE);

  conn.close();
};
