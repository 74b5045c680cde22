import type { Address, Family } from "@sockscope/protocol";
import { wildcard } from "../os/address.ts";
import {
  CLEAN_CLOSE,
  type CloseState,
  type Completion,
  type Connection,
  type Driver,
  type DriverWatcher,
  type QueueOf,
  type Received,
  type ShutdownHow,
  type Traffic,
} from "../os/driver.ts";
import type { Errno } from "../os/errno.ts";
import type { OptionName, Setting } from "../os/options.ts";
import { type Reservation, refusalToRebind, reserve } from "../os/tcp-handle.ts";
import { ConnectAttempt } from "./connect-attempt.ts";
import { StreamConnection } from "./connection.ts";
import { dial } from "./dial.ts";
import type { Listener, ListenerOptions } from "./listener.ts";
import { openListener } from "./open-listener.ts";
import { StreamOptions } from "./options.ts";
import {
  type Connecting,
  connectionOf,
  hasAddress,
  localAddressOf,
  peerAddressOf,
  release,
  type State,
  takeReservation,
  unbound,
} from "./state.ts";

/** A TCP socket: SOCK_STREAM in all its roles. Wrong states give Linux's errno. */
export class StreamDriver implements Driver {
  readonly #family: Family;
  readonly #watcher: DriverWatcher;
  /** Where connections wait, if this socket listens. */
  readonly #queue: QueueOf;
  #options = new StreamOptions();
  #state: State = { name: "unbound" };
  readonly #attempt = new ConnectAttempt();
  /** The program has chosen the port itself. */
  #portNamed = false;
  #readShut = false;
  /** After a failed `connect` Linux still reports its port. The next `connect` gets another one. */
  #lastPort = 0;

  constructor(family: Family, watcher: DriverWatcher, queue: QueueOf) {
    this.#family = family;
    this.#watcher = watcher;
    this.#queue = queue;
  }

  bind(address: Address, done: Completion<Address>): void {
    const before = this.#state;
    if (hasAddress(before)) return done.failed(refusalToRebind(address));
    const reservation = reserve(address, this.#options.only6);
    if (typeof reservation === "string") return done.failed(reservation);
    if (before.name === "bound") before.reservation.handle?.close();
    this.#options.boundTo(reservation.address.address);
    this.#portNamed = address.port !== 0;
    this.#state = { name: "bound", reservation, loose: false };
    done.returned(reservation.address);
  }

  /** The address from which it connects, or at which it listens. Null: the kernel chooses. */
  #from(): Reservation | Errno | null {
    const from = takeReservation(this.#state, this.#options.only6);
    if (typeof from === "string") this.#state = { name: "unbound" };
    return from;
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
    const listening: Completion<void> = {
      returned: () => done.returned(listener.queue),
      failed: (errno) => {
        if (this.#state.name === "listening") this.#state = { name: "unbound" };
        done.failed(errno);
      },
    };
    const options = this.#listenerOptions(reservation, backlog);
    const listener = openListener(this.#queue, options, listening);
    this.#readShut = false;
    this.#state = { name: "listening", listener };
  }

  #listenerOptions(reservation: Reservation, backlog: number): ListenerOptions {
    return {
      reservation,
      backlog,
      queued: (local, peer) => this.#watcher.queued(local, peer),
      acceptedUnqueued: () => this.#watcher.acceptedUnqueued(),
      accepted: ({ id, connection, local, peer }): Connection => {
        const driver = new StreamDriver(this.#family, this.#watcher, this.#queue);
        driver.#options = this.#options.inherited();
        driver.#options.applyTo(connection.socket);
        driver.#state = { name: "connected", connection, local, peer };
        return { id, driver, local, peer };
      },
    };
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
        const error = this.#attempt.takeError();
        if (this.#attempt.takeEnd() === "failed") {
          this.#readShut = false;
          // Linux's answer when another call has already reported the error.
          return done.failed(error ?? "ECONNABORTED");
        }
        const from = this.#from();
        if (typeof from === "string") return done.failed(from);
        return this.#dial(address, from, done);
      }
      case "connecting":
        return done.failed("EALREADY");
      case "connected":
        if (this.#attempt.takeEnd() === null) return done.failed("EISCONN");
        return done.returned(state.local);
      case "listening":
        return done.failed("EISCONN");
      case "closed":
        return done.failed("EBADF");
    }
  }

  #dial(address: Address, from: Reservation | null, done: Completion<Address>): void {
    const connection = new StreamConnection(from?.handle ?? null);
    this.#options.applyTo(connection.socket);
    this.#state = { name: "connecting", connection, from };
    this.#attempt.begin(done);
    dial({
      connection,
      family: this.#family,
      address,
      from,
      isCurrent: () => this.#state.name === "connecting" && this.#state.connection === connection,
      connected: (local, peer) => this.#connected(connection, local, peer),
      failed: (errno) => this.#failed(errno, from),
      named: (local) => {
        this.#lastPort = local.port;
        this.#watcher.named(local);
      },
    });
  }

  #connected(connection: StreamConnection, local: Address, peer: Address): void {
    this.#state = { name: "connected", connection, local, peer };
    if (this.#readShut) connection.shutReading();
    this.#attempt.connected(local);
  }

  #failed(errno: Errno, from: Reservation | null): void {
    this.#state = unbound(from?.address ?? null, this.#options.only6, this.#portNamed);
    // Until the program connects again, Linux treats an attempt that no call waited for as ended.
    this.#readShut = !this.#attempt.isAwaited;
    this.#attempt.failed(errno);
  }

  send(bytes: Uint8Array, done: Completion<number>): void {
    if (this.#state.name === "connected") this.#state.connection.send(bytes, done);
    else if (this.#state.name === "connecting")
      this.#attempt.defer(done, () => this.send(bytes, done));
    else done.failed(this.#attempt.takeError() ?? "EPIPE");
  }

  /** TCP ignores the address: the connection has its peer. */
  sendTo(bytes: Uint8Array, _address: Address, done: Completion<number>): void {
    this.send(bytes, done);
  }

  receive(size: number, done: Completion<Received>): void {
    const { name } = this.#state;
    if (this.#state.name === "connected") return this.#state.connection.receive(size, done);
    if (name === "connecting") return this.#attempt.defer(done, () => this.receive(size, done));
    const failure = this.#attempt.takeError();
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
    // The call fails, and still has an effect: as on Linux `receive` finds the end from now on.
    if (how !== "SHUT_WR") this.#readShut = true;
    done.failed("ENOTCONN");
  }

  /** As on Linux, `shutdown` ends the connecting, in whichever direction. */
  #breakOff({ connection, from }: Connecting, done: Completion<void>): void {
    this.#state = { name: "unbound" };
    connection.close(() => undefined);
    this.#state = unbound(from?.address ?? null, this.#options.only6, this.#portNamed);
    this.#attempt.shutDown(done);
  }

  /** As on Linux, a listening socket whose reading is shut down becomes a bound one again. */
  #unlisten(listener: Listener): void {
    listener.cancel("EINVAL");
    // The kernel's own queue also belongs to another process, and is closed only with its socket.
    if (listener.queue === "kernel") return;
    const address = listener.address();
    listener.close(() => undefined);
    this.#state = unbound(address, this.#options.only6, this.#portNamed);
  }

  setOption(setting: Setting): Errno | null {
    const state = this.#state;
    return this.#options.set(setting, connectionOf(state)?.socket ?? null, hasAddress(state));
  }

  getOption(option: OptionName): number | Errno {
    return this.#options.get(option, () => {
      if (this.#state.name === "connected") return this.#state.connection.takeError();
      return this.#attempt.takeError();
    });
  }

  settle(then: () => void): void {
    if (this.#state.name === "connected") this.#state.connection.settle(then);
    else then();
  }

  withdraw(done: Completion<never>): void {
    const state = this.#state;
    if (this.#attempt.withdraw(done)) return;
    if (state.name === "listening") state.listener.withdraw(done);
    if (state.name === "connected") state.connection.withdraw(done);
  }

  reset(): void {
    if (this.#state.name === "connected") this.#state.connection.reset();
  }

  close(done: Completion<CloseState>): void {
    const state = this.#state;
    if (state.name === "listening") state.listener.cancel("EBADF");
    connectionOf(state)?.cancel();
    this.#attempt.close();
    let left = CLEAN_CLOSE;
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
    return localAddressOf(this.#state, this.#family, this.#lastPort);
  }

  peerAddress(): Address | Errno {
    return peerAddressOf(this.#state);
  }

  destroy(closed: () => void, closes?: (left: CloseState) => void): void {
    const state = this.#state;
    closes?.(state.name === "connected" ? state.connection.closeState : CLEAN_CLOSE);
    this.#state = { name: "closed" };
    this.#attempt.drop();
    release(state, this.#options.resetsOnClose, closed);
  }
}
