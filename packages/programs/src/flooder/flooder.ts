import type { Program } from "../program.ts";

const PIECE = new Uint8Array(16384).fill(0x21);
/** 16 MiB in all: a flood with an end. */
const PIECES = 1024;

/** Sends as fast as it can and never reads: a server that answers will be asleep in `sendall`. */
export const flooder: Program = async (net, { host, port, family, print }) => {
  const client = await net.socket(family, "SOCK_STREAM");
  await client.connect([host, port]);

  for (let sent = 0; sent < PIECES; sent += 1) await client.sendall(PIECE);
  print(`${PIECES * PIECE.length} B`);

  await client.close();
};
