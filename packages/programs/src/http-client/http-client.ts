import type { Program } from "../program.ts";
import { decode, encode, join } from "../text.ts";

/** Asks for a page as a browser does, and prints the first line of the answer. */
export const httpClient: Program = async (net, { host, port, family, print }) => {
  const client = await net.socket(family, "SOCK_STREAM");
  await client.connect([host, port]);

  const name = family === "AF_INET6" ? `[${host}]` : host;
  await client.sendall(encode(`GET / HTTP/1.1\r\nHost: ${name}:${port}\r\n\r\n`));

  let answer: Uint8Array = new Uint8Array(0);
  for (;;) {
    const data = await client.recv(4096);
    if (data.length === 0) break;
    answer = join(answer, data);
  }
  const [status = ""] = decode(answer).split("\r\n");
  print(`${status} (${answer.length} B)`);

  await client.close();
};
