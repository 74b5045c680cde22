import type { Socket } from "@sockscope/sockets";
import type { Program } from "../program.ts";

/** Sends every byte back. One event loop serves all clients: a waiting one holds up nobody. */
export const echoServer: Program = async (net, { host, port, family, print }) => {
  const server = await net.socket(family, "SOCK_STREAM");
  await server.bind([host, port]);
  await server.listen(128);

  for (;;) {
    const [conn, addr] = await server.accept();
    // Not awaited: this task goes on beside the loop.
    serve(conn).catch((error: unknown) => print(`${addr[0]}:${addr[1]} ${String(error)}`));
  }
};

async function serve(conn: Socket): Promise<void> {
  try {
    for (;;) {
      const data = await conn.recv(1024);
      if (data.length === 0) break;
      await conn.sendall(data);
    }
  } finally {
    await conn.close();
  }
}
