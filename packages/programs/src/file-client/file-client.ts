import type { Program } from "../program.ts";
import { decode, encode } from "../text.ts";

/** Bytes of the file that it makes up. */
const SIZE = 200_000;

/** Sends a file in pieces of 64 KiB, says that this was all, and reads how much has arrived. */
export const fileClient: Program = async (net, { host, port, family, number, print }) => {
  const client = await net.socket(family, "SOCK_STREAM");
  await client.connect([host, port]);

  const file = new Uint8Array(SIZE).fill(0x61);
  await client.sendall(encode(`file-${number}.txt ${file.length}\n`));
  for (let sent = 0; sent < file.length; sent += 65536)
    await client.sendall(file.subarray(sent, sent + 65536));
  await client.shutdown("SHUT_WR");

  const answer = await client.recv(1024);
  print(decode(answer).trim());

  await client.close();
};
