import { carryOut } from "../carry-out.ts";
import type { Program } from "../program.ts";

/** Opens a TCP socket and then does what it is told, one call at a time. */
export const tcpHandClient: Program = async (net, { family, orders }) => {
  const client = await net.socket(family, "SOCK_STREAM");
  await carryOut(client, orders);
};
