import type { Socket } from "../api/socket.ts";
import type { Sockets } from "../api/sockets.ts";

/** A TCP connection between two programs: `client` has connected, `server` has accepted. */
export async function connectedPrograms(programs: {
  readonly server: Sockets;
  readonly client: Sockets;
}): Promise<{ client: Socket; server: Socket }> {
  const listener = await programs.server.socket("AF_INET", "SOCK_STREAM");
  await listener.bind(["127.0.0.1", 0]);
  await listener.listen();
  const client = await programs.client.socket("AF_INET", "SOCK_STREAM");
  const address = await listener.getsockname();
  const [[server]] = await Promise.all([listener.accept(), client.connect(address)]);
  return { client, server };
}
