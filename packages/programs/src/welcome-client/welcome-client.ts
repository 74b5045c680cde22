import type { Program } from "../program.ts";
import { decode, encode } from "../text.ts";

/** Connects, reads the greeting, answers and closes. */
export const welcomeClient: Program = async (net, { host, port, family, print }) => {
  const client = await net.socket(family, "SOCK_STREAM");
  await client.connect([host, port]);

  const data = await client.recv(1024);
  print(`接收到来自服务器的数据:${decode(data)}`);

  await client.sendall(encode("你好,服务器"));

  await client.close();
};
