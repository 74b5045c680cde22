import type { Program } from "../program.ts";
import { decode, join } from "../text.ts";

/** Only connects: the server speaks first, and its `close` ends the answer. */
export const timeClient: Program = async (net, { host, port, family, print }) => {
  const client = await net.socket(family, "SOCK_STREAM");
  await client.connect([host, port]);

  let answer: Uint8Array = new Uint8Array(0);
  for (;;) {
    const data = await client.recv(1024);
    if (data.length === 0) break;
    answer = join(answer, data);
  }
  print(decode(answer).trim());

  await client.close();
};
