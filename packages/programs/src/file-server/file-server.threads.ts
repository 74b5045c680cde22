import type { ThreadConversation } from "@sockscope/sockets/thread";
import { encode, join } from "../text.ts";
import { fileHead } from "./file-head.ts";

/** Receives a file: a line `NAME SIZE`, then its bytes. It counts them and keeps nothing. */
export const serveFile: ThreadConversation = (conn, _addr, { print }) => {
  let start: Uint8Array = new Uint8Array(0);
  let head = fileHead(start);
  while (head === null) {
    const data = conn.recv(1024);
    if (data.length === 0) break;
    start = join(start, data);
    head = fileHead(start);
  }
  if (head === null || head === "bad") {
    conn.sendall(encode("expected: NAME SIZE\n"));
    return conn.close();
  }

  // TCP keeps no boundaries: the first bytes of the file may have come with the line.
  let received = start.length - head.length;
  while (received < head.size) {
    const data = conn.recv(65536);
    if (data.length === 0) break;
    received += data.length;
  }

  print(`${head.name}: ${received} / ${head.size} B`);
  conn.sendall(encode(`received ${received} of ${head.size} bytes\n`));
  conn.close();
};
