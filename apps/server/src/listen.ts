import { once } from "node:events";
import type { Server } from "node:http";

/** How many ports are tried, the wanted one included. */
const TRIES = 21;

const isTaken = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "EADDRINUSE";

/**
 * Listens on `port`, or on the next free one after it unless `strict`. Gives the port; throws what
 * Node throws when there is none.
 */
export async function listen(
  server: Server,
  { host, port, strict }: { host: string; port: number; strict: boolean },
): Promise<number> {
  const last = strict || port === 0 ? port : Math.min(port + TRIES - 1, 65535);
  for (let tried = port; ; tried += 1) {
    try {
      server.listen({ host, port: tried, exclusive: true });
      await once(server, "listening");
      const address = server.address();
      return typeof address === "object" && address !== null ? address.port : tried;
    } catch (error) {
      if (!isTaken(error) || tried >= last) throw error;
    }
  }
}
