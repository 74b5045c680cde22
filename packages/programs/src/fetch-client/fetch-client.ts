import type { Program } from "../program.ts";

/**
 * Asks for a page by a library: Node's own `fetch`. The library opens a socket of its own, which is
 * not one of ours: on the stage it is an outsider.
 */
export const fetchClient: Program = async (_net, { host, port, family, print }) => {
  const name = family === "AF_INET6" ? `[${host}]` : host;

  // Elsewhere it is not led: nothing is asked of another machine.
  const response = await fetch(`http://${name}:${port}/`, { redirect: "manual" }).catch(
    (error: unknown) => {
      // What the library says of it is only that it failed; what the socket said is the cause.
      throw error instanceof Error && error.cause instanceof Error ? error.cause : error;
    },
  );

  const page = await response.text();
  print(`${response.status} ${response.statusText} (${page.length} characters)`);
};
