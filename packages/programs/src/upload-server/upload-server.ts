import { ProgramStopped, type Socket } from "@sockscope/sockets";
import { fileHead } from "../file-server/file-head.ts";
import type { Hash } from "../file-source.ts";
import type { Program } from "../program.ts";
import { encode, join, messageOf } from "../text.ts";

/**
 * Receives files that may come in several attempts: a line `NAME SIZE`, to which it answers how many
 * bytes it has, then the rest of them, to which it answers their SHA-256. Bytes are not kept.
 */
export const uploadServer: Program = async (net, { host, port, family, sha256, print }) => {
  // How far each file has come: bytes received, and their hash.
  const parts = new Map<string, { received: number; readonly hash: Hash }>();

  const receive = async (conn: Socket): Promise<void> => {
    let start: Uint8Array = new Uint8Array(0);
    let head = fileHead(start);
    while (head === null) {
      const data = await conn.recv(1024);
      if (data.length === 0) break;
      start = join(start, data);
      head = fileHead(start);
    }
    if (head === null || head === "bad") return await conn.sendall(encode("?\n"));

    const { name, size } = head;
    const part = parts.get(`${name} ${size}`) ?? { received: 0, hash: sha256() };
    parts.set(`${name} ${size}`, part);
    await conn.sendall(encode(`${part.received}\n`));

    while (part.received < size) {
      const data = await conn.recv(65536);
      if (data.length === 0) return print(`cut off: has ${part.received} of ${size} B`);
      part.hash.update(data);
      part.received += data.length;
    }
    parts.delete(`${name} ${size}`);
    print(`complete: ${size} B`);
    await conn.sendall(encode(`${part.hash.hexdigest()}\n`));
  };

  const server = await net.socket(family, "SOCK_STREAM");
  await server.bind([host, port]);
  await server.listen(5);

  for (;;) {
    const [conn, addr] = await server.accept();
    try {
      await receive(conn);
    } catch (error) {
      // The whole program was ended.
      if (error instanceof ProgramStopped) throw error;
      print(`${addr[0]}:${addr[1]} ${messageOf(error)}`);
    }
    await conn.close();
  }
};
