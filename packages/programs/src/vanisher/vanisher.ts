import type { Program } from "../program.ts";
import { encode } from "../text.ts";

/**
 * Ends in the middle of a sentence without `close`, as a program that crashes. It is the system
 * that closes its socket, so the server does hear of it (a FIN, or a RST if there was something
 * unread). Silence, as after a power cut, cannot be had from a program on the same machine: for
 * that the link has to swallow everything.
 */
export const vanisher: Program = async (net, { host, port, family }) => {
  const client = await net.socket(family, "SOCK_STREAM");
  await client.connect([host, port]);

  await client.sendall(encode("I was just about to s"));
};
