import { carryOut } from "../carry-out.ts";
import type { Program } from "../program.ts";

/** Binds a UDP socket and then does what it is told, one call at a time. */
export const udpHandServer: Program = async (net, { host, port, family, orders }) => {
  const server = await net.socket(family, "SOCK_DGRAM");
  await server.bind([host, port]);
  await carryOut(server, orders);
};
