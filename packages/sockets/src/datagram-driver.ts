import { createSocket, type Socket } from "node:dgram";
import type { Address, Family } from "@sockscope/protocol";
import { reported, wildcard } from "./address.ts";
import { DatagramQueue } from "./datagram-queue.ts";
import type {
  Completion,
  Connection,
  Driver,
  DriverWatcher,
  Received,
  ShutdownHow,
} from "./driver.ts";
import { type Errno, errnoOf } from "./errno.ts";
import type { QueueOf } from "./listener.ts";

type State = "unbound" | "binding" | "bound" | "closed";

/** A UDP socket: SOCK_DGRAM, connected or not. */
export class DatagramDriver implements Driver {
  readonly #family: Family;
  readonly #watcher: DriverWatcher;
  readonly #socket: Socket;
  readonly #queue = new DatagramQueue();
  readonly #sending = new Set<Completion<number>>();
  #state: State = "unbound";
  #peer: Address | null = null;
  /** ECONNREFUSED of an earlier datagram; the next call reports it, once, as the kernel does. */
  #error: Errno | null = null;
  #writeShut = false;

  constructor(family: Family, watcher: DriverWatcher) {
    this.#family = family;
    this.#watcher = watcher;
    this.#socket = createSocket(family === "AF_INET6" ? "udp6" : "udp4");
    this.#socket.on("message", (bytes, { address, port }) => {
      const from = reported(address, port, family);
      this.#queue.push(bytes, from, (datagram) => watcher.arrived(datagram, from, bytes.length));
    });
    this.#socket.on("error", (error) => {
      // A failed bind is answered by its own listener.
      if (this.#state !== "bound") return;
      const errno = errnoOf(error);
      if (!this.#queue.failOne(errno)) this.#error = errno;
    });
  }

  bind(address: Address, done: Completion<Address>): void {
    if (this.#state !== "unbound") return done.failed("EINVAL");
    this.#bind(address, {
      returned: () => done.returned(this.#local()),
      failed: (errno) => done.failed(errno),
    });
  }

  listen(_backlog: number, done: Completion<QueueOf>): void {
    done.failed("EOPNOTSUPP");
  }

  accept(done: Completion<Connection>): void {
    done.failed("EOPNOTSUPP");
  }

  connect(address: Address, done: Completion<Address>): void {
    // Linux would take port 0; Node does not.
    if (address.port === 0) return done.failed("EINVAL");
    this.#bound(done, () => {
      if (this.#peer) this.#socket.disconnect();
      this.#peer = null;
      const before = this.#local();
      this.#socket.connect(address.port, address.address, (error?: Error) => {
        if (error) return done.failed(errnoOf(error));
        this.#peer = address;
        const local = this.#local();
        // Connected, the kernel also knows which of this machine's addresses it will use.
        if (local.address !== before.address) this.#watcher.named(local);
        done.returned(local);
      });
    });
  }

  send(bytes: Uint8Array, done: Completion<number>): void {
    if (this.#writeShut) return done.failed("EPIPE");
    if (!this.#peer) return done.failed("EDESTADDRREQ");
    this.#send(bytes, null, done);
  }

  sendTo(bytes: Uint8Array, address: Address, done: Completion<number>): void {
    if (this.#writeShut) return done.failed("EPIPE");
    if (address.port === 0) return done.failed("EINVAL");
    const { port, address: host } = this.#peer ?? {};
    // Node refuses an address on a connected socket, the kernel only minds another one.
    if (this.#peer && (port !== address.port || host !== address.address))
      return done.failed("EISCONN");
    this.#bound(done, () => this.#send(bytes, this.#peer ? null : address, done));
  }

  receive(size: number, done: Completion<Received>): void {
    const error = this.#takeError();
    if (error) done.failed(error);
    else this.#queue.take(size, done);
  }

  shutdown(how: ShutdownHow, done: Completion<void>): void {
    if (!this.#peer) return done.failed("ENOTCONN");
    if (how !== "SHUT_RD") this.#writeShut = true;
    done.returned();
  }

  close(done: Completion<void>): void {
    this.#queue.cancel("EBADF");
    for (const sending of this.#sending) sending.failed("EBADF");
    this.#sending.clear();
    this.destroy(() => done.returned());
  }

  localAddress(): Address | Errno {
    if (this.#state === "closed") return "EBADF";
    return this.#state === "bound" ? this.#local() : wildcard(this.#family);
  }

  peerAddress(): Address | Errno {
    return this.#peer ?? "ENOTCONN";
  }

  destroy(closed: () => void): void {
    if (this.#state === "closed") return closed();
    this.#state = "closed";
    this.#socket.close(closed);
  }

  #local(): Address {
    const { address, port } = this.#socket.address();
    return reported(address, port, this.#family);
  }

  #takeError(): Errno | null {
    const error = this.#error;
    this.#error = null;
    return error;
  }

  #bind({ address, port }: Address, done: Completion<void>): void {
    this.#state = "binding";
    const failed = (error: Error): void => {
      this.#socket.off("listening", listening);
      if (this.#state !== "binding") return;
      this.#state = "unbound";
      done.failed(errnoOf(error));
    };
    const listening = (): void => {
      this.#socket.off("error", failed);
      if (this.#state !== "binding") return;
      this.#state = "bound";
      done.returned();
    };
    this.#socket.once("error", failed);
    this.#socket.once("listening", listening);
    this.#socket.bind({ address, port, exclusive: true });
  }

  /** Goes on when there is a local address; the kernel chooses one if `bind` did not. */
  #bound(done: Completion<never>, go: () => void): void {
    if (this.#state === "bound") return go();
    if (this.#state !== "unbound") return done.failed("EALREADY");
    this.#bind(wildcard(this.#family), {
      returned: () => {
        this.#watcher.named(this.#local());
        go();
      },
      failed: (errno) => done.failed(errno),
    });
  }

  #send(bytes: Uint8Array, to: Address | null, done: Completion<number>): void {
    const error = this.#takeError();
    if (error) return done.failed(error);
    this.#sending.add(done);
    const sent = (problem: Error | null, count: number): void => {
      if (!this.#sending.delete(done)) return;
      if (problem) done.failed(errnoOf(problem));
      else done.returned(count);
    };
    if (to) this.#socket.send(bytes, to.port, to.address, sent);
    else this.#socket.send(bytes, sent);
  }
}
