import type { Address } from "@sockscope/protocol";
import { reported } from "../os/address.ts";
import type { Completion, Connection } from "../os/driver.ts";
import { type Errno, errnoOf } from "../os/errno.ts";
import type { TcpHandle } from "../os/tcp-handle.ts";
import type { End, Reply } from "./acceptor.mjs";
import { acceptor } from "./acceptor.ts";
import { StreamConnection } from "./connection.ts";
import type { Listener, ListenerOptions, Queued } from "./listener.ts";

/**
 * A listening socket whose accept queue is in the kernel. The queue fills up to `backlog`, and then
 * clients have to retry. Each `accept` takes exactly one connection out of it. This process does
 * not see the queue. Another process does the accepting; see acceptor.mjs.
 */
export class KernelListener implements Listener {
  readonly queue = "kernel";
  readonly #options: ListenerOptions;
  readonly #handle: TcpHandle;
  readonly #number: number;
  readonly #waiting: Completion<Connection>[] = [];
  /** Connections accepted for a call that has ended meanwhile. The next `accept` gets one. */
  readonly #unclaimed: Queued[] = [];
  /** A connection of which the acceptor still has a copy: closing it here would not end it yet. */
  #inTransfer: (() => void) | null = null;
  #firstListen: Completion<void> | null;
  #backlog: number;
  #isAsked = false;
  /** Further `listen` calls, which are answered in order. */
  readonly #pendingListens: Completion<void>[] = [];
  /**
   * Nothing new is requested until the cancel is answered, because the answers would look alike.
   */
  #cancelling = false;
  #onClosed: (() => void) | null = null;

  /** `handle` is the bound socket of `options.reservation`. */
  constructor(options: ListenerOptions, handle: TcpHandle, done: Completion<void>) {
    this.#options = options;
    this.#handle = handle;
    this.#firstListen = done;
    this.#backlog = options.backlog;
    this.#number = acceptor.join({
      heard: (reply, accepted) => this.#heard(reply, accepted),
      lost: () => this.#lost(),
    });
    this.#ask("listen");
  }

  again(backlog: number, done: Completion<void>): void {
    this.#backlog = backlog;
    this.#pendingListens.push(done);
    this.#ask("listen");
  }

  address(): Address {
    return this.#options.reservation.address;
  }

  accept(done: Completion<Connection>): void {
    const unclaimed = this.#unclaimed.shift();
    if (unclaimed) return done.returned(this.#options.accepted(unclaimed));
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
    for (const done of this.#pendingListens.splice(0)) done.failed(errno);
    this.#stopAsking();
  }

  /** Otherwise the acceptor would take a connection out of the queue without a call. */
  #stopAsking(): void {
    if (!this.#isAsked || this.#cancelling || this.#waiting.length > 0) return;
    this.#cancelling = true;
    acceptor.ask({ do: "cancel", listener: this.#number });
  }

  close(closed: () => void): void {
    this.#onClosed = closed;
    for (const { connection } of this.#unclaimed.splice(0)) connection.socket.resetAndDestroy();
    // This is its last answer: the other copy of the socket is closed by then.
    acceptor.ask({ do: "cancel", listener: this.#number });
  }

  #ask(what: "listen" | "accept"): void {
    // Node takes 0 for "not given" (511).
    const backlog = Math.max(1, this.#backlog);
    acceptor.ask({ do: what, listener: this.#number, backlog }, this.#handle);
  }

  #askForOne(): void {
    if (this.#isAsked || this.#cancelling || this.#waiting.length === 0) return;
    this.#isAsked = true;
    this.#ask("accept");
  }

  #heard(reply: Reply, accepted: object | null): void {
    switch (reply.did) {
      case "listen":
        if (this.#firstListen === null) return this.#pendingListens.shift()?.returned();
        this.#firstListen.returned();
        this.#firstListen = null;
        return;
      case "fail":
        return this.#failed(errnoOf(Object.assign(new Error(), { code: reply.code })));
      case "accept": {
        const connection = accepted ? new StreamConnection(accepted) : null;
        this.#inTransfer = () => {
          if (connection) this.#accepted(connection, reply.local, reply.peer);
        };
        return;
      }
      case "given":
        this.#isAsked = false;
        this.#finishTransfer();
        return this.#askForOne();
      case "cancel":
        if (this.#inTransfer === null) this.#isAsked = false;
        this.#cancelling = false;
        if (this.#onClosed) return this.#release(this.#onClosed);
        return this.#askForOne();
    }
  }

  #finishTransfer(): void {
    const take = this.#inTransfer;
    this.#inTransfer = null;
    take?.();
  }

  #accepted(connection: StreamConnection, localEnd: End, peerEnd: End): void {
    const { family } = this.address();
    if (this.#onClosed) {
      connection.socket.resetAndDestroy();
      return;
    }
    const local = reported(localEnd.address, localEnd.port, family);
    const peer = reported(peerEnd.address, peerEnd.port, family);
    const id = this.#options.acceptedUnqueued();
    // A waiting `accept` continues to wait for the next one.
    if (id === null) return void connection.socket.resetAndDestroy();
    const queued = { id, connection, local, peer };
    const waiting = this.#waiting.shift();
    if (waiting) waiting.returned(this.#options.accepted(queued));
    else this.#unclaimed.push(queued);
  }

  #failed(errno: Errno): void {
    this.#isAsked = false;
    const listening = this.#firstListen;
    this.#firstListen = null;
    if (listening) {
      // The driver forgets a socket that could not listen.
      acceptor.leave(this.#number);
      this.#handle.close();
      listening.failed(errno);
    } else this.#waiting.shift()?.failed(errno);
  }

  /** The kernel still has the queue. The next `accept` starts a new acceptor. */
  #lost(): void {
    this.#isAsked = false;
    this.#cancelling = false;
    if (this.#onClosed) return this.#release(this.#onClosed);
    this.#finishTransfer();
    if (this.#firstListen) this.#failed("EIO");
    else for (const done of this.#waiting.splice(0)) done.failed("EIO");
    for (const done of this.#pendingListens.splice(0)) done.failed("EIO");
  }

  #release(closed: () => void): void {
    this.#finishTransfer();
    acceptor.leave(this.#number);
    this.#handle.close();
    closed();
  }
}
