import type { Program } from "../program.ts";

/** Sends every datagram back to where it came from. There is no connection to accept or close. */
export const udpEchoServer: Program = async (net, { host, port, family }) => {
  const server = await net.socket(family, "SOCK_DGRAM");
  await server.bind([host, port]);

  for (;;) {
    const [data, addr] = await server.recvfrom(2048);
    if (addr) await server.sendto(data, addr);
  }
};
