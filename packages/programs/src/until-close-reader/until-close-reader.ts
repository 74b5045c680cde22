import type { Program } from "../program.ts";
import { decode, join } from "../text.ts";

/** All that comes until the other side closes is one message. */
export const untilCloseReader: Program = async (net, { host, port, family, print }) => {
  const server = await net.socket(family, "SOCK_STREAM");
  await server.bind([host, port]);
  await server.listen(1);
  const [conn] = await server.accept();

  let left: Uint8Array = new Uint8Array();
  for (;;) {
    const data = await conn.recv(1024);
    if (data.length === 0) break;
    left = join(left, data);
  }
  print(JSON.stringify(decode(left)));

  await conn.close();
  await server.close();
};
