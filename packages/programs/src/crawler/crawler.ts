import type { Program } from "../program.ts";
import { decode, encode, join } from "../text.ts";

/** More pages than this are not asked for; bytes of a page that are read at most. */
const MOST = { pages: 20, bytes: 65536 };

/** Fetches a page, and all that it links to at the same time, until there is nothing new. */
export const crawler: Program = async (net, { host, port, family, print }) => {
  const name = family === "AF_INET6" ? `[${host}]` : host;

  const get = async (path: string): Promise<string> => {
    const client = await net.socket(family, "SOCK_STREAM");
    await client.connect([host, port]);
    await client.sendall(encode(`GET ${path} HTTP/1.1\r\nHost: ${name}:${port}\r\n\r\n`));

    let answer: Uint8Array = new Uint8Array(0);
    while (answer.length < MOST.bytes) {
      const data = await client.recv(4096);
      if (data.length === 0) break;
      answer = join(answer, data);
    }
    await client.close();
    print(`${path}: ${answer.length} B`);
    return decode(answer);
  };

  const seen = new Set(["/"]);
  let paths = ["/"];
  while (paths.length > 0) {
    // Not one after the other: while one waits for its answer, the others go on.
    const pages = await Promise.all(paths.map(get));
    const links = pages.flatMap((page) => [...page.matchAll(/href="(\/[^"\s]*)"/g)]);
    paths = [...new Set(links.map(([, path = "/"]) => path))].filter((path) => !seen.has(path));
    paths = paths.slice(0, MOST.pages - seen.size);
    for (const path of paths) seen.add(path);
  }
  print(`${seen.size} pages`);
};
