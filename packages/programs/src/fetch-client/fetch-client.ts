import type { Program } from "../program.ts";
import { decode, join } from "../text.ts";

/**
 * Asks for a page by a library: Node's own `fetch`. The library opens a socket of its own, which is
 * not one of ours: on the stage it is an outsider.
 */
export const fetchClient: Program = async (_net, { host, port, family, print, signal }) => {
  const name = family === "AF_INET6" ? `[${host}]` : host;

  // Elsewhere it is not led: nothing is asked of another machine.
  const options = { redirect: "manual", signal } as const;
  const response = await fetch(`http://${name}:${port}/`, options).catch((error: unknown) => {
    // What the library says of it is only that it failed; what the socket said is the cause.
    throw error instanceof Error && error.cause instanceof Error ? error.cause : error;
  });

  let page: Uint8Array = new Uint8Array(0);
  for await (const data of response.body ?? []) page = join(page, data);
  print(`${response.status} ${response.statusText} (${decode(page).length} characters)`);
};
