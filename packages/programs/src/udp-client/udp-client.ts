import type { Program } from "../program.ts";
import { decode, encode } from "../text.ts";

/** Sends one datagram without connecting first, waits for one and closes. */
export const udpClient: Program = async (net, { host, port, family, print }) => {
  const client = await net.socket(family, "SOCK_DGRAM");

  await client.sendto(encode("你好,UDP服务器"), [host, port]);

  const [data, addr] = await client.recvfrom(2048);
  print(`接收到来自 ${addr?.[0]}:${addr?.[1]} 的数据:${decode(data)}`);

  await client.close();
};
