import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:net";

/** Below those that systems give to clients: none of these is taken by a connection of another test. */
const FIRST = 10_000;
const COUNT = 22_000;
const TRIES = 100;

/** Throws EADDRINUSE when something else has it. */
async function tryTcp(port: number): Promise<void> {
  const server = createServer().listen({ host: "127.0.0.1", port });
  await once(server, "listening");
  server.close();
  await once(server, "close");
}

async function tryUdp(port: number): Promise<void> {
  const socket = createSocket("udp4").bind(port, "127.0.0.1");
  await once(socket, "listening");
  socket.close();
  await once(socket, "close");
}

async function freePort(attempt: (port: number) => Promise<void>): Promise<number> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const port = FIRST + Math.floor(Math.random() * COUNT);
    try {
      await attempt(port);
      return port;
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
  }
  throw new Error(`No free port was found in ${TRIES} tries.`);
}

/** A TCP port of 127.0.0.1 that was free a moment ago, for a server on the stage. */
export const freeTcpPort = (): Promise<number> => freePort(tryTcp);

/** The same for UDP. */
export const freeUdpPort = (): Promise<number> => freePort(tryUdp);

/** Takes a port of 127.0.0.1, unless somebody else has it: taken it is in either case. */
export async function holdTcpPort(port: number): Promise<() => Promise<void>> {
  const server = createServer().listen({ host: "127.0.0.1", port });
  const held = await once(server, "listening").then(
    () => true,
    (error: unknown) => {
      if (isTaken(error)) return false;
      throw error;
    },
  );
  return async () => {
    if (!held) return;
    server.close();
    await once(server, "close");
  };
}

const isTaken = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "EADDRINUSE";
