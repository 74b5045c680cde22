import { createServer, type Server, type Socket } from "node:net";
import type { Address } from "@sockscope/protocol";
import { reported } from "./address.ts";
import type { Completion, Connection } from "./driver.ts";
import { type Errno, errnoOf } from "./errno.ts";
import type { Listener, ListenerOptions, Queued } from "./listener.ts";
import { StreamConnection } from "./stream-connection.ts";

/**
 * A listening socket. In one event loop Node accepts by itself, so finished handshakes wait in a
 * queue of ours, not in the kernel's: `backlog` goes to listen(2), but cannot fill.
 */
export class StreamListener implements Listener {
  readonly queue = "node";
  readonly #server: Server;
  readonly #options: ListenerOptions;
  readonly #queue: Queued[] = [];
  readonly #waiting: Completion<Connection>[] = [];
  /** A failed accept(2) that nobody waited for, as EMFILE; the next `accept` reports it. */
  #error: Errno | null = null;

  constructor(options: ListenerOptions, done: Completion<void>) {
    this.#options = options;
    this.#server = createServer({ pauseOnConnect: true, allowHalfOpen: true });
    let listening = false;
    this.#server.on("listening", () => {
      listening = true;
      done.returned();
    });
    this.#server.on("error", (error) => {
      if (listening) this.#refuse(errnoOf(error));
      else done.failed(errnoOf(error));
    });
    this.#server.on("connection", (socket) => this.#connected(socket));
    const { reservation, backlog } = options;
    const { handle, address } = reservation;
    // Node takes 0 for "not given" (511); Linux treats 0 and 1 nearly alike.
    const atLeastOne = Math.max(1, backlog);
    if (handle) this.#server.listen({ _handle: handle } as object, atLeastOne);
    else
      this.#server.listen({
        host: address.address,
        port: address.port,
        backlog: atLeastOne,
        exclusive: true,
      });
  }

  address(): Address | null {
    const address = this.#server.address();
    if (address === null || typeof address === "string") return null;
    return reported(address.address, address.port, this.#options.reservation.address.family);
  }

  accept(done: Completion<Connection>): void {
    const first = this.#queue.shift();
    if (first) return done.returned(this.#options.accepted(first));
    const error = this.#error;
    this.#error = null;
    if (error) return done.failed(error);
    this.#waiting.push(done);
  }

  withdraw(done: Completion<never>): void {
    const index = this.#waiting.findIndex((waiting) => waiting === done);
    if (index >= 0) this.#waiting.splice(index, 1);
  }

  cancel(errno: Errno): void {
    for (const done of this.#waiting.splice(0)) done.failed(errno);
  }

  close(closed: () => void): void {
    let left = 1 + this.#queue.length;
    const one = (): void => {
      left -= 1;
      if (left === 0) closed();
    };
    for (const { connection } of this.#queue.splice(0)) {
      connection.socket.once("close", one);
      connection.socket.resetAndDestroy();
    }
    this.#server.close(one);
  }

  #refuse(errno: Errno): void {
    const waiting = this.#waiting.shift();
    if (waiting) waiting.failed(errno);
    else this.#error = errno;
  }

  #connected(socket: Socket): void {
    const { family } = this.#options.reservation.address;
    const local = reported(socket.localAddress, socket.localPort, family);
    const peer = reported(socket.remoteAddress, socket.remotePort, family);
    // Only a socket of our own making reads exactly what is asked for (see StreamConnection), so
    // the handle moves over; the empty one is destroyed for the server's count of connections.
    const holder = socket as unknown as { _handle: object | null };
    const handle = holder._handle;
    holder._handle = null;
    const connection = new StreamConnection(handle, false);
    socket.destroy();
    const queued = { id: this.#options.queued(local, peer), connection, local, peer };
    const waiting = this.#waiting.shift();
    if (waiting) waiting.returned(this.#options.accepted(queued));
    else this.#queue.push(queued);
  }
}
