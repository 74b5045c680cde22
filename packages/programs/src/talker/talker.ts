import type { Program } from "../program.ts";
import { decode, encode } from "../text.ts";

const SCRIPT = ["hello", "can you hear me?", "你好", "that was all"];

/** Says its lines one after the other, each when the one before was answered. */
export const talker: Program = async (net, { host, port, family, print }) => {
  const client = await net.socket(family, "SOCK_STREAM");
  await client.connect([host, port]);

  for (const line of SCRIPT) {
    await client.sendall(encode(line));
    const data = await client.recv(1024);
    if (data.length === 0) break;
    print(decode(data));
  }

  await client.close();
};
