import type { Socket } from "node:dgram";
import type { Address, Family } from "@sockscope/protocol";
import { reported, wildcard } from "../os/address.ts";
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
} from "../os/driver.ts";
import { type Errno, errnoOf } from "../os/errno.ts";
import type { OptionName, Setting } from "../os/options.ts";
import { takeOut } from "../os/pending-calls.ts";
import { refusalToRebind } from "../os/tcp-handle.ts";
import { type SendDatagram, sendmsgOf } from "../os/udp-handle.ts";
import { answer, bindSocket, giveDatagram, peerOf } from "./bound-socket.ts";
import { isBroadcast } from "./broadcast.ts";
import { DatagramOptions } from "./options.ts";
import { ReceiveQueue } from "./receive-queue.ts";
import { Senders } from "./senders.ts";

/** Bytes of the longest datagram over IPv4. IPv6 allows some more. */
const MAX_DATAGRAM_BYTES = 65507;

/** A UDP socket: SOCK_DGRAM, connected or not. */
export class DatagramDriver implements Driver {
  readonly #family: Family;
  readonly #watcher: DriverWatcher;
  readonly #options: DatagramOptions;
  readonly #queue = new ReceiveQueue((from, length, count) =>
    this.#watcher.dropped(from, length, count),
  );
  readonly #sending: Completion<number>[] = [];
  /** A failed `connect`, until Node gives the reason. */
  readonly #connecting: Completion<Address>[] = [];
  /** Null until it is bound, by `bind` or by the kernel. */
  #socket: Socket | null = null;
  /** sendmsg(2) of the socket; null if Node does not expose it. */
  #sendmsg: SendDatagram | null = null;
  #closed = false;
  #peer: Address | null = null;
  /** ECONNREFUSED of an earlier datagram. The next call reports it, once, as in the kernel. */
  #error: Errno | null = null;
  #writeShut = false;

  constructor(family: Family, watcher: DriverWatcher) {
    this.#family = family;
    this.#watcher = watcher;
    this.#options = new DatagramOptions(family);
  }

  bind(address: Address, done: Completion<Address>): void {
    if (this.#socket) return done.failed(refusalToRebind(address));
    const bound = this.#bind(address);
    if (typeof bound === "string") done.failed(bound);
    else done.returned(this.#nameOf(bound));
  }

  listen(_backlog: number, done: Completion<QueueOf>): void {
    done.failed("EOPNOTSUPP");
  }

  accept(done: Completion<Connection>): void {
    done.failed("EOPNOTSUPP");
  }

  connect(address: Address, done: Completion<Address>): void {
    // Linux would accept port 0. Node does not.
    if (address.port === 0) return done.failed("EINVAL");
    const socket = this.#bound();
    if (typeof socket === "string") return done.failed(socket);
    if (this.#peer) socket.disconnect();
    this.#peer = null;
    const before = this.#nameOf(socket);
    this.#connecting.push(done);
    socket.connect(address.port, address.address, (error?: Error) => {
      if (error) {
        if (takeOut(this.#connecting, done)) done.failed(errnoOf(error));
      } else this.#connected(socket, before, done);
    });
    // Node reports a tick later what the kernel has already answered.
    if (peerOf(socket)) this.#connected(socket, before, done);
  }

  #connected(socket: Socket, before: Address, done: Completion<Address>): void {
    if (!takeOut(this.#connecting, done)) return;
    const { address: host, port } = socket.remoteAddress();
    this.#peer = reported(host, port, this.#family);
    const local = this.#nameOf(socket);
    // Connected, the kernel also knows which of this machine's addresses it will use; and Node
    // has to disconnect first, which loses a port that the kernel has chosen.
    if (local.address !== before.address || local.port !== before.port) this.#watcher.named(local);
    done.returned(local);
  }

  send(bytes: Uint8Array, done: Completion<number>): void {
    // The kernel names the socket before it checks the destination.
    const socket = this.#bound();
    if (typeof socket === "string") done.failed(socket);
    else if (this.#peer) this.#send(socket, bytes, null, done);
    else done.failed("EDESTADDRREQ");
  }

  sendTo(bytes: Uint8Array, address: Address, done: Completion<number>): void {
    const socket = this.#bound();
    if (typeof socket === "string") return done.failed(socket);
    const refused = this.#refusalOf(address);
    if (refused !== null) done.failed(refused);
    else this.#send(socket, bytes, this.#peer ? null : address, done);
  }

  #refusalOf(to: Address): Errno | null {
    if (to.port === 0) return "EINVAL";
    // Node accepts no address for a connected socket. Linux accepts any and sends there.
    if (this.#peer === null || isSame(this.#peer, to)) return null;
    return this.#writeShut ? (this.#takeError() ?? "EPIPE") : "EISCONN";
  }

  refusal(to: Address | null): Errno | null {
    const socket = this.#bound();
    if (typeof socket === "string") return socket;
    if (to === null && this.#peer === null) return "EDESTADDRREQ";
    const refused = (to && this.#refusalOf(to)) ?? this.#takeError();
    if (refused !== null) return refused;
    if (this.#writeShut) return "EPIPE";
    return to !== null && !this.#options.broadcasts && isBroadcast(to.address) ? "EACCES" : null;
  }

  sendDeferred(bytes: Uint8Array, to: Address, done: Completion<number>): void {
    const socket = this.#socket;
    if (socket === null) return done.failed("EBADF");
    if (this.#peer && !isSame(this.#peer, to)) return done.failed("EISCONN");
    const address = this.#peer ? null : to;
    const failed = (errno: Errno): void => {
      if (errno !== "ECONNREFUSED") return done.failed(errno);
      // The error of an earlier datagram, which the kernel reports instead of sending this one.
      this.#reportLate(errno);
      answer(giveDatagram(socket, this.#sendmsg, bytes, address, done), done);
    };
    const first = { returned: (count: number) => done.returned(count), failed };
    answer(giveDatagram(socket, this.#sendmsg, bytes, address, first), first);
  }

  receive(size: number, done: Completion<Received>): void {
    const error = this.#takeError();
    if (error) done.failed(error);
    else this.#queue.take(size, done);
  }

  /** Node has no call for this. Its effect on this socket's calls is produced here. */
  shutdown(how: ShutdownHow, done: Completion<void>): void {
    if (how !== "SHUT_RD") this.#writeShut = true;
    if (how !== "SHUT_WR") this.#queue.shut();
    if (this.#peer) done.returned();
    else done.failed("ENOTCONN");
  }

  setOption(setting: Setting): Errno | null {
    const problem = this.#options.set(setting, this.#socket);
    if (problem === null && setting.kind === "number" && setting.option === "SO_RCVBUF") {
      const size = this.getOption("SO_RCVBUF");
      if (typeof size === "number") this.#queue.capacity = size;
    }
    return problem;
  }

  getOption(option: OptionName): number | Errno {
    return this.#options.get(option, this.#socket, () => this.#takeError());
  }

  withdraw(done: Completion<never>): void {
    this.#queue.withdraw(done);
  }

  /** There is no connection to reset. */
  reset(): void {}

  close(done: Completion<CloseState>): void {
    this.#queue.cancel("EBADF");
    for (const sending of this.#sending.splice(0)) sending.failed("EBADF");
    for (const connecting of this.#connecting.splice(0)) connecting.failed("EBADF");
    this.destroy(() => done.returned(CLEAN_CLOSE));
  }

  localAddress(): Address | Errno {
    if (this.#closed) return "EBADF";
    return this.#socket ? this.#nameOf(this.#socket) : wildcard(this.#family);
  }

  peerAddress(): Address | Errno {
    return this.#peer ?? "ENOTCONN";
  }

  destroy(closed: () => void, closes?: (left: CloseState) => void): void {
    this.#queue.end();
    closes?.(CLEAN_CLOSE);
    this.#closed = true;
    const socket = this.#socket;
    this.#socket = null;
    this.#sendmsg = null;
    if (socket) socket.close(closed);
    else closed();
  }

  #nameOf(socket: Socket): Address {
    const { address, port } = socket.address();
    return reported(address, port, this.#family);
  }

  #takeError(): Errno | null {
    const error = this.#error;
    this.#error = null;
    return error;
  }

  #bind(address: Address): Socket | Errno {
    const socket = bindSocket(this.#options, address, (errno) => {
      if (this.#socket === socket) this.#reportLate(errno);
    });
    if (typeof socket === "string") return socket;
    const senders = new Senders(this.#family);
    socket.on("message", (bytes, { address: host, port }) => {
      this.#queue.push(bytes, senders.address(host, port), this.#arrived);
    });
    this.#socket = socket;
    this.#sendmsg = sendmsgOf(socket);
    return socket;
  }

  readonly #arrived = (datagram: number, from: Address, length: number): void =>
    this.#watcher.arrived(datagram, from, length);

  /** The kernel chooses a local address if `bind` did not. */
  #bound(): Socket | Errno {
    if (this.#socket) return this.#socket;
    const socket = this.#bind(wildcard(this.#family));
    if (typeof socket !== "string") this.#watcher.named(this.#nameOf(socket));
    return socket;
  }

  /** The error of an earlier datagram: a waiting call reports it, or else the next call. */
  #reportLate(errno: Errno): void {
    if (!this.#queue.failOne(errno)) this.#error = errno;
  }

  #send(socket: Socket, bytes: Uint8Array, to: Address | null, done: Completion<number>): void {
    // The kernel refuses a datagram that is too long before it checks for pending errors.
    const error = bytes.length > MAX_DATAGRAM_BYTES ? null : this.#takeError();
    if (error) return done.failed(error);
    if (this.#writeShut) return done.failed("EPIPE");
    const later: Completion<number> = {
      returned: (count) => {
        if (takeOut(this.#sending, done)) done.returned(count);
      },
      failed: (errno) => {
        if (takeOut(this.#sending, done)) done.failed(errno);
      },
    };
    const given = giveDatagram(socket, this.#sendmsg, bytes, to, later);
    if (given === null) this.#sending.push(done);
    else answer(given, done);
  }
}

const isSame = (one: Address, other: Address): boolean =>
  one.port === other.port && one.address === other.address;
