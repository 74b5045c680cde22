import type { Program } from "../program.ts";
import { decode, encode } from "../text.ts";

/** Says hello, reads one answer and closes. A greeting and an echo are both an answer to it. */
export const helloClient: Program = async (net, { host, port, family, number, print }) => {
  const client = await net.socket(family, "SOCK_STREAM");
  await client.connect([host, port]);

  await client.sendall(encode(`hello from client ${number}`));

  const data = await client.recv(1024);
  print(decode(data));

  await client.close();
};
