import type { Program } from "../program.ts";
import { encode } from "../text.ts";

/** Asks for something big and reads it so slowly that the server has to wait. */
export const slowReader: Program = async (net, { host, port, family, print, sleep }) => {
  const client = await net.socket(family, "SOCK_STREAM");
  await client.connect([host, port]);

  await client.sendall(encode(`GET /big HTTP/1.1\r\nHost: ${host}:${port}\r\n\r\n`));

  let received = 0;
  for (;;) {
    const data = await client.recv(4096);
    if (data.length === 0) break;
    received += data.length;
    print(`${received} B`);
    await sleep(1);
  }

  await client.close();
};
