import type { Program } from "../program.ts";
import { decode, encode } from "../text.ts";

/** Sends small letters and prints what comes back. */
export const upperClient: Program = async (net, { host, port, family, number, print }) => {
  const client = await net.socket(family, "SOCK_STREAM");
  await client.connect([host, port]);

  await client.sendall(encode(`quiet please, ${number}`));

  const data = await client.recv(1024);
  print(decode(data));

  await client.close();
};
