import type { Program } from "../program.ts";
import { decode, encode } from "../text.ts";

/** Says hello to everybody, then listens for as long as the server is there. */
export const chatClient: Program = async (net, { host, port, family, number, print }) => {
  const client = await net.socket(family, "SOCK_STREAM");
  await client.connect([host, port]);

  await client.sendall(encode(`hello, I am client ${number}`));

  for (;;) {
    const data = await client.recv(1024);
    if (data.length === 0) break;
    print(decode(data));
  }

  await client.close();
};
