import type { Program } from "../program.ts";
import { decode, join } from "../text.ts";

/** Four digits say how many bytes the message after them has. */
export const lengthReader: Program = async (net, { host, port, family, print }) => {
  const server = await net.socket(family, "SOCK_STREAM");
  await server.bind([host, port]);
  await server.listen(1);
  const [conn] = await server.accept();

  const PREFIX = 4;
  let size: number | null = null;
  let left: Uint8Array = new Uint8Array();
  for (;;) {
    const wanted: number = size ?? PREFIX;
    const data = await conn.recv(wanted - left.length);
    if (data.length === 0) break;
    left = join(left, data);
    if (left.length < wanted) continue;
    if (size === null) size = Number(decode(left));
    else {
      print(JSON.stringify(decode(left)));
      size = null;
    }
    left = new Uint8Array();
  }

  await conn.close();
  await server.close();
};
