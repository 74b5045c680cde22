// Clients in a process of their own that send so many messages a second to an echo server.
import { connect, type Socket } from "node:net";

export interface RateRequest {
  readonly port: number;
  readonly clients: number;
  /** Messages a second, of all of them together. */
  readonly perSecond: number;
}

const message = Buffer.alloc(32, "x");

function start({ port, clients, perSecond }: RateRequest): void {
  const sockets: Socket[] = [];
  for (let i = 0; i < clients; i++) {
    const socket = connect({ host: "127.0.0.1", port, noDelay: true });
    socket.on("error", () => process.exit(1));
    socket.resume();
    sockets.push(socket);
  }
  const began = performance.now();
  let sent = 0;
  setInterval(() => {
    const due = ((performance.now() - began) / 1000) * perSecond;
    for (; sent < due; sent++) sockets[sent % clients]?.write(message);
  }, 1);
}

if (process.send) {
  process.on("message", (request) => {
    start(request as RateRequest);
    process.send?.(0);
  });
  process.on("disconnect", () => process.exit(0));
}
