import type { Program } from "../program.ts";
import { decode, join } from "../text.ts";

/** A message is always ten bytes: reads on until it has them. */
export const fixedReader: Program = async (net, { host, port, family, print }) => {
  const server = await net.socket(family, "SOCK_STREAM");
  await server.bind([host, port]);
  await server.listen(1);
  const [conn] = await server.accept();

  const SIZE = 10;
  let left: Uint8Array = new Uint8Array();
  for (;;) {
    const data = await conn.recv(SIZE - left.length);
    if (data.length === 0) break;
    left = join(left, data);
    if (left.length < SIZE) continue;
    print(JSON.stringify(decode(left)));
    left = new Uint8Array();
  }

  await conn.close();
  await server.close();
};
