import { createServer, type Server, type Socket } from "node:net";
import type { Address } from "@sockscope/protocol";
import { reported, wildcard } from "../os/address.ts";
import type { Completion, Connection } from "../os/driver.ts";
import { type Errno, errnoNumbered, errnoOf } from "../os/errno.ts";
import { StreamConnection } from "./connection.ts";
import type { Listener, ListenerOptions, Queued } from "./listener.ts";

interface End {
  address?: string | undefined;
  port?: number | undefined;
}

/** The part of Node's handle of a new connection, and of a listening socket, that is used here. */
interface ConnectionHandle {
  getsockname(out: End): number;
  getpeername(out: End): number;
}
interface ListeningHandle {
  listen?: (backlog: number) => number;
  onconnection?: (status: number, handle?: ConnectionHandle) => void;
}

/**
 * A listening socket. Node accepts by itself, one connection in each turn of the event loop, so
 * finished handshakes wait in a queue of ours. `backlog` goes to listen(2), whose queue fills only
 * when one turn brings more than it holds.
 */
export class NodeListener implements Listener {
  readonly queue = "node";
  readonly #server: Server;
  readonly #options: ListenerOptions;
  readonly #queue: Queued[] = [];
  readonly #waiting: Completion<Connection>[] = [];
  /** The error of an accept(2) that no call waited for, such as EMFILE; the next `accept` reports it. */
  #error: Errno | null = null;

  constructor(options: ListenerOptions, done: Completion<void>) {
    this.#options = options;
    this.#server = createServer({ pauseOnConnect: true, allowHalfOpen: true });
    let listening = false;
    this.#server.on("listening", () => {
      listening = true;
      this.#takeHandles();
      done.returned();
    });
    this.#server.on("error", (error) => {
      if (listening) this.#refuse(errnoOf(error));
      else done.failed(errnoOf(error));
    });
    this.#server.on("connection", (socket) => this.#connected(socket));
    const { reservation, backlog } = options;
    const { handle, address, only6 } = reservation;
    // Node takes 0 for "not given" (511); Linux treats 0 and 1 nearly alike.
    const atLeastOne = Math.max(1, backlog);
    if (handle) this.#server.listen({ _handle: handle } as object, atLeastOne);
    else
      this.#server.listen({
        host: address.address,
        port: address.port,
        backlog: atLeastOne,
        exclusive: true,
        ipv6Only: only6,
      });
  }

  /** Node's own `listen` allows no second call. If Node exposes the handle, its `listen` does. */
  again(backlog: number, done: Completion<void>): void {
    const problem = this.#handle()?.listen?.(Math.max(1, backlog)) ?? 0;
    if (problem === 0) done.returned();
    else done.failed(errnoNumbered(problem));
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

  /**
   * Only a socket that we create reads exactly what is requested (see StreamConnection), so the
   * handle moves over and the empty socket is destroyed. If Node lets us take the handle before it
   * creates that socket, a connection costs a third less.
   */
  #takeHandles(): void {
    const listening = this.#handle();
    if (typeof listening?.onconnection !== "function") return;
    const { address } = this.#options.reservation;
    // Bound to one address, all connections have it. Querying it costs as much as accepting.
    const known = address.address !== wildcard(address.family).address && address.port !== 0;
    listening.onconnection = (status, handle) => {
      if (status !== 0 || !handle) return this.#refuse(errnoNumbered(status));
      const local: End = known ? address : {};
      const peer: End = {};
      if (!known) handle.getsockname(local);
      handle.getpeername(peer);
      this.#finished(handle, local, peer);
    };
  }

  #handle(): ListeningHandle | null {
    return (this.#server as unknown as { _handle: ListeningHandle | null })._handle;
  }

  #connected(socket: Socket): void {
    const local = { address: socket.localAddress, port: socket.localPort };
    const peer = { address: socket.remoteAddress, port: socket.remotePort };
    const holder = socket as unknown as { _handle: object | null };
    const handle = holder._handle;
    holder._handle = null;
    this.#finished(handle, local, peer);
    socket.destroy();
  }

  #finished(handle: object | null, here: End, there: End): void {
    const { family } = this.#options.reservation.address;
    const connection = new StreamConnection(handle);
    const local = reported(here.address, here.port, family);
    const peer = reported(there.address, there.port, family);
    const id = this.#options.queued(local, peer);
    if (id === null) return void connection.socket.resetAndDestroy();
    const queued = { id, connection, local, peer };
    const waiting = this.#waiting.shift();
    if (waiting) waiting.returned(this.#options.accepted(queued));
    else this.#queue.push(queued);
  }
}
