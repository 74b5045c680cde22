import { decode, encode } from "../text.ts";

/** One piece of the body of /big. */
export const PIECE = new Uint8Array(65536).fill(0x2e);
/** How many of them: more than the buffers of both ends can hold. */
const PIECES = 256;

const page = (title: string, ...links: readonly string[]): string =>
  `<!doctype html><title>Sockscope</title><h1>${title}</h1>${links
    .map((path) => ` <a href="${path}">${path}</a>`)
    .join("")}\n`;

/** A small site, whose pages link to one another. */
const PAGES: ReadonlyMap<string, string> = new Map([
  ["/", page("It works", "/tcp", "/udp", "/ports")],
  ["/tcp", page("A stream of bytes", "/", "/ports")],
  ["/udp", page("Single datagrams", "/", "/ports")],
  ["/ports", page("One number a program", "/", "/tcp", "/udp")],
]);

/** Whether the empty line that ends a request's head has come. */
export const isComplete = (request: Uint8Array): boolean => decode(request).includes("\r\n\r\n");

/** What a browser may send at most before the empty line; bytes. */
export const LONGEST = 65536;

export interface HttpAnswer {
  /** `200 OK` */
  readonly status: string;
  /** Everything but the pieces of /big. */
  readonly bytes: Uint8Array;
  /** How many pieces follow. */
  readonly pieces: number;
}

/** The answer to a request's first line: a few pages, one big file, and errors. */
export function answerTo(request: Uint8Array): HttpAnswer {
  const [line = ""] = decode(request).split("\r\n");
  const match = /^([A-Z]+) (\/\S*) HTTP\/1\.[01]$/.exec(line);
  if (!match) return plain("400 Bad Request");
  const [, method, path] = match;
  if (method !== "GET") return plain("405 Method Not Allowed");
  const found = PAGES.get(path ?? "");
  if (found !== undefined) return answer("200 OK", "text/html", encode(found), 0);
  if (path === "/big") return answer("200 OK", "text/plain", new Uint8Array(0), PIECES);
  return plain("404 Not Found");
}

const plain = (status: string): HttpAnswer =>
  answer(status, "text/plain", encode(`${status}\n`), 0);

function answer(status: string, type: string, body: Uint8Array, pieces: number): HttpAnswer {
  const length = body.length + pieces * PIECE.length;
  const head = [`HTTP/1.1 ${status}`, `Content-Type: ${type}`, `Content-Length: ${length}`];
  const bytes = encode(`${[...head, "Connection: close", "", ""].join("\r\n")}${decode(body)}`);
  return { status, bytes, pieces };
}
