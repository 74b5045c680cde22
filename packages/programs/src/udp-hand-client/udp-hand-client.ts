import { carryOut } from "../carry-out.ts";
import type { Program } from "../program.ts";

/** Opens a UDP socket and then does what it is told, one call at a time. */
export const udpHandClient: Program = async (net, { family, orders }) => {
  const client = await net.socket(family, "SOCK_DGRAM");
  await carryOut(client, orders);
};
