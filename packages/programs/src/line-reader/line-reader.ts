import type { Program } from "../program.ts";
import { decode, join } from "../text.ts";

/** A message ends with a line feed: collects bytes and cuts them there. */
export const lineReader: Program = async (net, { host, port, family, print }) => {
  const server = await net.socket(family, "SOCK_STREAM");
  await server.bind([host, port]);
  await server.listen(1);
  const [conn] = await server.accept();

  const LF = 10;
  let left: Uint8Array = new Uint8Array();
  for (;;) {
    const data = await conn.recv(1024);
    if (data.length === 0) break;
    left = join(left, data);
    for (let end = left.indexOf(LF); end >= 0; end = left.indexOf(LF)) {
      print(JSON.stringify(decode(left.subarray(0, end))));
      left = left.slice(end + 1);
    }
  }

  await conn.close();
  await server.close();
};
