import type { Program } from "../program.ts";
import { decode, encode } from "../text.ts";

/** Sends five numbered datagrams without a pause, then prints what comes back. */
export const udpBurstClient: Program = async (net, { host, port, family, print }) => {
  const client = await net.socket(family, "SOCK_DGRAM");

  for (const number of ["1", "2", "3", "4", "5"]) {
    await client.sendto(encode(number), [host, port]);
  }

  // How many come back nobody can know: it listens for as long as it lives.
  for (;;) {
    const [data] = await client.recvfrom(2048);
    print(decode(data));
  }
};
