import type { Address, Family } from "@sockscope/protocol";
import { reported, wildcard } from "../os/address.ts";
import {
  type Completion,
  type Connection,
  type Driver,
  type DriverWatcher,
  type Left,
  NOTHING_LEFT,
  type QueueOf,
  type Received,
  type ShutdownHow,
  type Traffic,
} from "../os/driver.ts";
import { type Errno, errnoOf } from "../os/errno.ts";
import type { OptionName, Setting } from "../os/options.ts";
import { hasPeer, type Reservation, refusalToRebind, reserve } from "../os/tcp-handle.ts";
import { UntilConnected } from "../os/until-connected.ts";
import { KernelListener } from "./kernel-listener.ts";
import type { Listener, ListenerOptions } from "./listener.ts";
import { StreamConnection } from "./stream-connection.ts";
import { StreamListener } from "./stream-listener.ts";
import { StreamOptions } from "./stream-options.ts";

type State =
  | { readonly name: "unbound" }
  | {
      readonly name: "bound";
      readonly reservation: Reservation;
      /** Linux has given its port back, and only goes on to name it. */
      readonly loose: boolean;
    }
  | { readonly name: "listening"; readonly listener: Listener }
  | {
      readonly name: "connecting";
      readonly connection: StreamConnection;
      readonly from: Reservation | null;
    }
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
  #options = new StreamOptions();
  #state: State = { name: "unbound" };
  /** Null also while a `connect` whose time was over goes on in the background. */
  #connecting: Completion<Address> | null = null;
  readonly #later = new UntilConnected();
  /** By the program, and not chosen by the kernel. */
  #portNamed = false;
  #readShut = false;
  /** Linux goes on to name the port from which a `connect` failed; the next one has another. */
  #lastPort = 0;
  /** How such a `connect` ended, for the next one; null for nothing to tell. */
  #ended: "connected" | "failed" | null = null;
  /** The pending error of a socket without a connection; the next call or SO_ERROR takes it. */
  #failure: Errno | null = null;

  constructor(family: Family, watcher: DriverWatcher, queue: QueueOf) {
    this.#family = family;
    this.#watcher = watcher;
    this.#queue = queue;
  }

  bind(address: Address, done: Completion<Address>): void {
    const before = this.#state;
    const free = before.name === "unbound" || (before.name === "bound" && before.loose);
    if (!free) return done.failed(refusalToRebind(address));
    const reservation = reserve(address, this.#options.only6);
    if (typeof reservation === "string") return done.failed(reservation);
    if (before.name === "bound") before.reservation.handle?.close();
    this.#options.boundTo(reservation.address.address);
    this.#portNamed = address.port !== 0;
    this.#state = { name: "bound", reservation, loose: false };
    done.returned(reservation.address);
  }

  /** The address from which it connects or at which it listens; null for what the kernel chooses. */
  #from(): Reservation | Errno | null {
    if (this.#state.name !== "bound") return null;
    const { reservation, loose } = this.#state;
    if (!loose) return reservation;
    reservation.handle?.close();
    this.#state = { name: "unbound" };
    return reserve({ ...reservation.address, port: 0 }, this.#options.only6);
  }

  /** Of a socket that was bound and has no connection: a port that the program named stays its own. */
  #boundAgain(address: Address): State {
    const reservation = reserve(address, this.#options.only6);
    return typeof reservation === "string"
      ? { name: "unbound" }
      : { name: "bound", reservation, loose: !this.#portNamed };
  }

  listen(backlog: number, done: Completion<QueueOf>): void {
    if (this.#state.name === "listening") {
      const { listener } = this.#state;
      const returned = (): void => done.returned(listener.queue);
      return listener.again(backlog, { returned, failed: (errno) => done.failed(errno) });
    }
    if (this.#state.name !== "unbound" && this.#state.name !== "bound")
      return done.failed("EINVAL");
    const reservation = this.#from() ?? reserve(wildcard(this.#family), this.#options.only6);
    if (typeof reservation === "string") return done.failed(reservation);
    const options: ListenerOptions = {
      reservation,
      backlog,
      queued: (local, peer) => this.#watcher.queued(local, peer),
      taken: () => this.#watcher.taken(),
      accepted: ({ id, connection, local, peer }): Connection => {
        const driver = new StreamDriver(this.#family, this.#watcher, this.#queue);
        driver.#options = this.#options.inherited();
        driver.#options.applyTo(connection.socket);
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
    this.#readShut = false;
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
      case "bound": {
        const error = this.#takeFailure();
        if (this.#ended === "failed") {
          this.#ended = null;
          this.#readShut = false;
          // Linux's word where somebody else was told of the error.
          return done.failed(error ?? "ECONNABORTED");
        }
        const from = this.#from();
        if (typeof from === "string") return done.failed(from);
        return this.#dial(address, from, done);
      }
      case "connecting":
        return done.failed("EALREADY");
      case "connected":
        if (this.#ended === null) return done.failed("EISCONN");
        this.#ended = null;
        return done.returned(state.local);
      case "listening":
        return done.failed("EISCONN");
      case "closed":
        return done.failed("EBADF");
    }
  }

  #takeFailure(): Errno | null {
    const failure = this.#failure;
    this.#failure = null;
    return failure;
  }

  #dial(address: Address, from: Reservation | null, done: Completion<Address>): void {
    const connection = new StreamConnection(from?.handle ?? null);
    const { socket } = connection;
    this.#options.applyTo(socket);
    this.#state = { name: "connecting", connection, from };
    this.#connecting = done;
    const isCurrent = (): boolean =>
      this.#state.name === "connecting" && this.#state.connection === connection;
    const failed = (error: Error): void => {
      if (!isCurrent()) return;
      const waiting = this.#connecting;
      this.#connecting = null;
      this.#state = this.#again(from);
      // Until somebody tries to connect again, Linux takes one that nobody waited for as ended.
      this.#readShut = waiting === null;
      if (waiting) waiting.failed(errnoOf(error));
      else {
        this.#ended = "failed";
        this.#failure = errnoOf(error);
      }
      this.#later.begin();
    };
    let named: Address | null = null;
    // What the kernel chose does not change any more, and Node would ask it again.
    const local = (): Address =>
      named ?? reported(socket.localAddress, socket.localPort, this.#family);
    socket.once("error", failed);
    socket.once("connect", () => {
      socket.off("error", failed);
      if (!isCurrent()) return;
      const waiting = this.#connecting;
      this.#connecting = null;
      // "Every address of this machine" reaches one of them; otherwise there is nothing to ask.
      const peer =
        address.address === wildcard(this.#family).address
          ? reported(socket.remoteAddress, socket.remotePort, this.#family)
          : address;
      const here = local();
      this.#state = { name: "connected", connection, local: here, peer };
      if (this.#readShut) connection.shutReading();
      if (waiting) waiting.returned(here);
      else this.#ended = "connected";
      this.#later.begin();
    });
    const { address: host, port } = address;
    if (from && !from.handle) {
      const { address: localAddress, port: localPort } = from.address;
      socket.connect({ host, port, localAddress, localPort });
    } else socket.connect({ host, port });
    // Node calls connect(2) in a tick of its own, which stands before this one.
    if (!from) {
      process.nextTick(() => {
        const address = local();
        if (address.port === 0) return;
        named = address;
        this.#lastPort = address.port;
        this.#watcher.named(address);
      });
    }
  }

  /** As on Linux, a socket whose `connect` failed may try again, from the address it was bound to. */
  #again(from: Reservation | null): State {
    return from === null ? { name: "unbound" } : this.#boundAgain(from.address);
  }

  send(bytes: Uint8Array, done: Completion<number>): void {
    if (this.#state.name === "connected") this.#state.connection.send(bytes, done);
    else if (this.#state.name === "connecting") this.#later.add(done, () => this.send(bytes, done));
    else done.failed(this.#takeFailure() ?? "EPIPE");
  }

  /** TCP ignores the address: the connection knows its peer. */
  sendTo(bytes: Uint8Array, _address: Address, done: Completion<number>): void {
    this.send(bytes, done);
  }

  receive(size: number, done: Completion<Received>): void {
    const { name } = this.#state;
    if (this.#state.name === "connected") return this.#state.connection.receive(size, done);
    if (name === "connecting") return this.#later.add(done, () => this.receive(size, done));
    const failure = this.#takeFailure();
    if (failure === null && this.#readShut && name !== "listening")
      done.returned({ kind: "stream", bytes: new Uint8Array(0) });
    else done.failed(failure ?? "ENOTCONN");
  }

  shutdown(how: ShutdownHow, done: Completion<void>): void {
    if (this.#state.name === "listening") {
      if (how !== "SHUT_WR") this.#unlisten(this.#state.listener);
      return done.returned();
    }
    if (this.#state.name === "connected") return this.#state.connection.shutdown(how, done);
    if (this.#state.name === "connecting") return this.#breakOff(this.#state, done);
    // An error, and yet it counts: as on Linux `receive` finds the end from now on.
    if (how !== "SHUT_WR") this.#readShut = true;
    done.failed("ENOTCONN");
  }

  /** As on Linux, `shutdown` ends the connecting, whichever way it names. */
  #breakOff({ connection, from }: Extract<State, { name: "connecting" }>, done: Completion<void>) {
    const waiting = this.#connecting;
    this.#connecting = null;
    this.#state = { name: "unbound" };
    connection.close(() => undefined);
    this.#state = this.#again(from);
    if (waiting) waiting.failed("ECONNRESET");
    else this.#failure = "ECONNRESET";
    done.returned();
    this.#later.begin();
  }

  /** As on Linux, a listening socket whose reading is shut down is a bound one again. */
  #unlisten(listener: Listener): void {
    listener.cancel("EINVAL");
    // The kernel's own queue belongs to another process too, and is only closed with its socket.
    if (listener.queue === "kernel") return;
    const address = listener.address();
    listener.close(() => undefined);
    this.#state = address === null ? { name: "unbound" } : this.#boundAgain(address);
  }

  setOption(setting: Setting): Errno | null {
    const state = this.#state;
    const socket =
      state.name === "connected" || state.name === "connecting" ? state.connection.socket : null;
    const isBound = state.name !== "unbound" && !(state.name === "bound" && state.loose);
    return this.#options.set(setting, socket, isBound);
  }

  getOption(option: OptionName): number | Errno {
    return this.#options.get(option, () => {
      if (this.#state.name === "connected") return this.#state.connection.takeError();
      return this.#takeFailure();
    });
  }

  settle(then: () => void): void {
    if (this.#state.name === "connected") this.#state.connection.settle(then);
    else then();
  }

  withdraw(done: Completion<never>): void {
    const state = this.#state;
    if (this.#connecting === done) this.#connecting = null;
    if (this.#later.withdraw(done)) return;
    if (state.name === "listening") state.listener.withdraw(done);
    if (state.name === "connected") state.connection.withdraw(done);
  }

  reset(): void {
    if (this.#state.name === "connected") this.#state.connection.reset();
  }

  close(done: Completion<Left>): void {
    const state = this.#state;
    if (state.name === "listening") state.listener.cancel("EBADF");
    if (state.name === "connected" || state.name === "connecting") state.connection.cancel();
    const connecting = this.#connecting;
    this.#connecting = null;
    connecting?.failed("EBADF");
    this.#later.fail("EBADF");
    let left = NOTHING_LEFT;
    this.destroy(
      () => done.returned(left),
      (found) => {
        left = found;
      },
    );
  }

  traffic(): Traffic | null {
    return this.#state.name === "connected" ? this.#state.connection.traffic() : null;
  }

  localAddress(): Address | Errno {
    switch (this.#state.name) {
      case "unbound":
        return { ...wildcard(this.#family), port: this.#lastPort };
      case "connecting": {
        const { socket } = this.#state.connection;
        return reported(socket.localAddress, socket.localPort, this.#family);
      }
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
    if (this.#state.name !== "connected") return "ENOTCONN";
    const { connection, peer } = this.#state;
    return connection.socket.destroyed || !hasPeer(connection.socket) ? "ENOTCONN" : peer;
  }

  destroy(closed: () => void, closes?: (left: Left) => void): void {
    const state = this.#state;
    closes?.(state.name === "connected" ? state.connection.left : NOTHING_LEFT);
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
        state.connection.resetOnClose = this.#options.resetsOnClose;
        return state.connection.close(closed);
    }
  }
}
