import type { Address } from "@sockscope/protocol";
import { reported } from "../os/address.ts";
import type { Completion, Connection } from "../os/driver.ts";
import { type Errno, errnoOf } from "../os/errno.ts";
import type { TcpHandle } from "../os/tcp-handle.ts";
import type { End, Reply } from "./acceptor.mjs";
import { acceptor } from "./acceptor.ts";
import type { Listener, ListenerOptions, Queued } from "./listener.ts";
import { StreamConnection } from "./stream-connection.ts";

/**
 * A listening socket whose accept queue is the kernel's own: it fills as far as `backlog` allows,
 * then lets clients try again, and each `accept` takes exactly one connection out of it. Nobody
 * here sees what waits there. The accepting itself is done by another process, see acceptor.mjs.
 */
export class KernelListener implements Listener {
  readonly queue = "kernel";
  readonly #options: ListenerOptions;
  readonly #handle: TcpHandle;
  readonly #number: number;
  readonly #waiting: Completion<Connection>[] = [];
  /** Accepted for a call that had ended meanwhile; the next `accept` gets it. */
  readonly #early: Queued[] = [];
  /** Accepted, but the acceptor still has a copy of it: an end of it would not be one yet. */
  #given: (() => void) | null = null;
  #listening: Completion<void> | null;
  #backlog: number;
  #asked = false;
  /** Further `listen`s, which are answered in their order. */
  readonly #again: Completion<void>[] = [];
  /** Until it is answered nothing new is asked for, or the answers could not be told apart. */
  #cancelling = false;
  #closed: (() => void) | null = null;

  /** `handle` is the bound socket of `options.reservation`. */
  constructor(options: ListenerOptions, handle: TcpHandle, done: Completion<void>) {
    this.#options = options;
    this.#handle = handle;
    this.#listening = done;
    this.#backlog = options.backlog;
    this.#number = acceptor.join({
      heard: (reply, accepted) => this.#heard(reply, accepted),
      lost: () => this.#lost(),
    });
    this.#ask("listen");
  }

  again(backlog: number, done: Completion<void>): void {
    this.#backlog = backlog;
    this.#again.push(done);
    this.#ask("listen");
  }

  address(): Address {
    return this.#options.reservation.address;
  }

  accept(done: Completion<Connection>): void {
    const early = this.#early.shift();
    if (early) return done.returned(this.#options.accepted(early));
    this.#waiting.push(done);
    this.#askForOne();
  }

  withdraw(done: Completion<never>): void {
    const index = this.#waiting.findIndex((waiting) => waiting === done);
    if (index >= 0) this.#waiting.splice(index, 1);
    this.#stopAsking();
  }

  cancel(errno: Errno): void {
    for (const done of this.#waiting.splice(0)) done.failed(errno);
    for (const done of this.#again.splice(0)) done.failed(errno);
    this.#stopAsking();
  }

  /** Else the acceptor would take a connection out of the queue that no call has asked for. */
  #stopAsking(): void {
    if (!this.#asked || this.#cancelling || this.#waiting.length > 0) return;
    this.#cancelling = true;
    acceptor.ask({ do: "cancel", listener: this.#number });
  }

  close(closed: () => void): void {
    this.#closed = closed;
    for (const { connection } of this.#early.splice(0)) connection.socket.resetAndDestroy();
    // Its answer is the last one that comes: the other copy of the socket is closed by then.
    acceptor.ask({ do: "cancel", listener: this.#number });
  }

  #ask(what: "listen" | "accept"): void {
    // Node takes 0 for "not given" (511).
    const backlog = Math.max(1, this.#backlog);
    acceptor.ask({ do: what, listener: this.#number, backlog }, this.#handle);
  }

  #askForOne(): void {
    if (this.#asked || this.#cancelling || this.#waiting.length === 0) return;
    this.#asked = true;
    this.#ask("accept");
  }

  #heard(reply: Reply, accepted: object | null): void {
    switch (reply.did) {
      case "listen":
        if (this.#listening === null) return this.#again.shift()?.returned();
        this.#listening.returned();
        this.#listening = null;
        return;
      case "fail":
        return this.#failed(errnoOf(Object.assign(new Error(), { code: reply.code })));
      case "accept": {
        const connection = accepted ? new StreamConnection(accepted) : null;
        this.#given = () => {
          if (connection) this.#took(connection, reply.local, reply.peer);
        };
        return;
      }
      case "given":
        this.#asked = false;
        this.#takeGiven();
        return this.#askForOne();
      case "cancel":
        if (this.#given === null) this.#asked = false;
        this.#cancelling = false;
        if (this.#closed) return this.#release(this.#closed);
        return this.#askForOne();
    }
  }

  #takeGiven(): void {
    const take = this.#given;
    this.#given = null;
    take?.();
  }

  #took(connection: StreamConnection, localEnd: End, peerEnd: End): void {
    const { family } = this.address();
    if (this.#closed) {
      connection.socket.resetAndDestroy();
      return;
    }
    const local = reported(localEnd.address, localEnd.port, family);
    const peer = reported(peerEnd.address, peerEnd.port, family);
    const id = this.#options.taken();
    // Whoever waits goes on waiting for the next one.
    if (id === null) return void connection.socket.resetAndDestroy();
    const queued = { id, connection, local, peer };
    const waiting = this.#waiting.shift();
    if (waiting) waiting.returned(this.#options.accepted(queued));
    else this.#early.push(queued);
  }

  #failed(errno: Errno): void {
    this.#asked = false;
    const listening = this.#listening;
    this.#listening = null;
    if (listening) {
      // The driver forgets a socket that could not listen.
      acceptor.leave(this.#number);
      this.#handle.close();
      listening.failed(errno);
    } else this.#waiting.shift()?.failed(errno);
  }

  /** The kernel still has the queue; the next `accept` starts somebody who takes from it. */
  #lost(): void {
    this.#asked = false;
    this.#cancelling = false;
    if (this.#closed) return this.#release(this.#closed);
    this.#takeGiven();
    if (this.#listening) this.#failed("EIO");
    else for (const done of this.#waiting.splice(0)) done.failed("EIO");
    for (const done of this.#again.splice(0)) done.failed("EIO");
  }

  #release(closed: () => void): void {
    this.#takeGiven();
    acceptor.leave(this.#number);
    this.#handle.close();
    closed();
  }
}
