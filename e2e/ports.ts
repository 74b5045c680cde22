import { createSocket } from "node:dgram";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";

/** Listens for a moment; throws EADDRINUSE when something else does. 0 lets the kernel choose. */
async function tryTcp(port: number): Promise<number> {
  const server = createServer().listen({ host: "127.0.0.1", port });
  await once(server, "listening");
  const chosen = (server.address() as AddressInfo).port;
  server.close();
  await once(server, "close");
  return chosen;
}

async function tryUdp(port: number): Promise<number> {
  const socket = createSocket("udp4").bind(port, "127.0.0.1");
  await once(socket, "listening");
  const chosen = socket.address().port;
  socket.close();
  await once(socket, "close");
  return chosen;
}

/** A TCP port of 127.0.0.1 that was free a moment ago, for a server on the stage. */
export const freeTcpPort = (): Promise<number> => tryTcp(0);

/** The same for UDP. */
export const freeUdpPort = (): Promise<number> => tryUdp(0);

/** Throws a plain sentence when another program holds a port that the course needs. */
export async function requireCoursePorts(): Promise<void> {
  try {
    await tryTcp(8888);
    await tryUdp(9999);
  } catch (error) {
    throw new Error("These tests need TCP port 8888 and UDP port 9999 of 127.0.0.1 to be free.", {
      cause: error,
    });
  }
}
