import type { Address, Family } from "@sockscope/protocol";
import { reported, wildcard } from "./address.ts";
import type {
  Completion,
  Connection,
  Driver,
  DriverWatcher,
  Received,
  ShutdownHow,
} from "./driver.ts";
import { type Errno, errnoOf } from "./errno.ts";
import { KernelListener } from "./kernel-listener.ts";
import type { Listener, ListenerOptions, QueueOf } from "./listener.ts";
import { StreamConnection } from "./stream-connection.ts";
import { StreamListener } from "./stream-listener.ts";
import { type Reservation, reserve } from "./tcp-handle.ts";

type State =
  | { readonly name: "unbound" }
  | { readonly name: "bound"; readonly reservation: Reservation }
  | { readonly name: "listening"; readonly listener: Listener }
  | { readonly name: "connecting"; readonly connection: StreamConnection }
  | {
      readonly name: "connected";
      readonly connection: StreamConnection;
      readonly local: Address;
      readonly peer: Address;
    }
  | { readonly name: "closed" };

/** A TCP socket: SOCK_STREAM in all its roles. Wrong states give the errno that Linux gives. */
export class StreamDriver implements Driver {
  readonly #family: Family;
  readonly #watcher: DriverWatcher;
  /** Where connections are to wait, if this socket should listen. */
  readonly #queue: QueueOf;
  #state: State = { name: "unbound" };
  #connecting: Completion<Address> | null = null;

  constructor(family: Family, watcher: DriverWatcher, queue: QueueOf) {
    this.#family = family;
    this.#watcher = watcher;
    this.#queue = queue;
  }

  bind(address: Address, done: Completion<Address>): void {
    if (this.#state.name !== "unbound") return done.failed("EINVAL");
    const reservation = reserve(address);
    if (typeof reservation === "string") return done.failed(reservation);
    this.#state = { name: "bound", reservation };
    done.returned(reservation.address);
  }

  listen(backlog: number, done: Completion<QueueOf>): void {
    if (this.#state.name === "listening") return done.returned(this.#state.listener.queue);
    if (this.#state.name !== "unbound" && this.#state.name !== "bound")
      return done.failed("EINVAL");
    const reservation =
      this.#state.name === "bound" ? this.#state.reservation : reserve(wildcard(this.#family));
    if (typeof reservation === "string") return done.failed(reservation);
    const options: ListenerOptions = {
      reservation,
      backlog,
      queued: (local, peer) => this.#watcher.queued(local, peer),
      nextId: () => this.#watcher.nextId(),
      accepted: ({ id, connection, local, peer }): Connection => {
        const driver = new StreamDriver(this.#family, this.#watcher, this.#queue);
        driver.#state = { name: "connected", connection, local, peer };
        return { id, driver, local, peer };
      },
    };
    const listening: Completion<void> = {
      returned: () => done.returned(listener.queue),
      failed: (errno) => {
        if (this.#state.name === "listening") this.#state = { name: "unbound" };
        done.failed(errno);
      },
    };
    const { handle } = reservation;
    // Without a handle of its own there is nothing that another process could accept from.
    const listener =
      this.#queue === "kernel" && handle
        ? new KernelListener(options, handle, listening)
        : new StreamListener(options, listening);
    this.#state = { name: "listening", listener };
  }

  accept(done: Completion<Connection>): void {
    if (this.#state.name === "listening") this.#state.listener.accept(done);
    else done.failed("EINVAL");
  }

  connect(address: Address, done: Completion<Address>): void {
    const state = this.#state;
    switch (state.name) {
      case "unbound":
      case "bound":
        return this.#dial(address, state.name === "bound" ? state.reservation : null, done);
      case "connecting":
        return done.failed("EALREADY");
      case "listening":
      case "connected":
        return done.failed("EISCONN");
      case "closed":
        return done.failed("EBADF");
    }
  }

  #dial(address: Address, from: Reservation | null, done: Completion<Address>): void {
    const connection = new StreamConnection(from?.handle ?? null, true);
    const { socket } = connection;
    this.#state = { name: "connecting", connection };
    this.#connecting = done;
    const failed = (error: Error): void => {
      if (this.#connecting !== done) return;
      this.#connecting = null;
      // As on Linux, the same socket may try again.
      this.#state = { name: "unbound" };
      done.failed(errnoOf(error));
    };
    const local = (): Address => reported(socket.localAddress, socket.localPort, this.#family);
    socket.once("error", failed);
    socket.once("connect", () => {
      socket.off("error", failed);
      if (this.#connecting !== done) return;
      this.#connecting = null;
      this.#state = { name: "connected", connection, local: local(), peer: address };
      done.returned(local());
    });
    const source =
      from && !from.handle
        ? { localAddress: from.address.address, localPort: from.address.port }
        : {};
    socket.connect({ host: address.address, port: address.port, ...source });
    // Node calls connect(2) in a tick of its own, which stands before this one.
    if (!from) {
      process.nextTick(() => {
        if (socket.localPort !== undefined) this.#watcher.named(local());
      });
    }
  }

  send(bytes: Uint8Array, done: Completion<number>): void {
    if (this.#state.name === "connected") this.#state.connection.send(bytes, done);
    else done.failed("EPIPE");
  }

  /** TCP ignores the address: the connection knows its peer. */
  sendTo(bytes: Uint8Array, _address: Address, done: Completion<number>): void {
    this.send(bytes, done);
  }

  receive(size: number, done: Completion<Received>): void {
    if (this.#state.name === "connected") this.#state.connection.receive(size, done);
    else done.failed("ENOTCONN");
  }

  /** On a listening socket Linux stops listening; here only the pending `accept` ends. */
  shutdown(how: ShutdownHow, done: Completion<void>): void {
    if (this.#state.name === "listening") {
      if (how !== "SHUT_WR") this.#state.listener.cancel("EINVAL");
      return done.returned();
    }
    if (this.#state.name !== "connected") return done.failed("ENOTCONN");
    this.#state.connection.shutdown(how, done);
  }

  close(done: Completion<void>): void {
    const state = this.#state;
    if (state.name === "listening") state.listener.cancel("EBADF");
    if (state.name === "connected" || state.name === "connecting") state.connection.cancel();
    const connecting = this.#connecting;
    this.#connecting = null;
    connecting?.failed("EBADF");
    this.destroy(() => done.returned());
  }

  localAddress(): Address | Errno {
    switch (this.#state.name) {
      case "unbound":
      case "connecting":
        return wildcard(this.#family);
      case "bound":
        return this.#state.reservation.address;
      case "listening":
        return this.#state.listener.address() ?? wildcard(this.#family);
      case "connected":
        return this.#state.local;
      case "closed":
        return "EBADF";
    }
  }

  peerAddress(): Address | Errno {
    return this.#state.name === "connected" && !this.#state.connection.socket.destroyed
      ? this.#state.peer
      : "ENOTCONN";
  }

  destroy(closed: () => void): void {
    const state = this.#state;
    this.#state = { name: "closed" };
    this.#connecting = null;
    switch (state.name) {
      case "unbound":
      case "closed":
        return closed();
      case "bound":
        state.reservation.handle?.close();
        return closed();
      case "listening":
        return state.listener.close(closed);
      case "connecting":
      case "connected":
        return state.connection.close(closed);
    }
  }
}
