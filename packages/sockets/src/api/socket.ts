import type { Address } from "@sockscope/protocol";
import { type HostPort, hostPort, resolve } from "../os/address.ts";
import { CLEAN_CLOSE, type Connection, type Received, type ShutdownHow } from "../os/driver.ts";
import type { Errno } from "../os/errno.ts";
import type { Call, CallContext } from "./call.ts";
import {
  backlogOf,
  bytesOf,
  howOf,
  isBytes,
  isHow,
  isInt32,
  isSize,
  named,
  sized,
} from "./call-args.ts";
import {
  addressRecorded,
  closeRecorded,
  countGiven,
  countRecorded,
  queueRecorded,
  returned,
  senderOf,
} from "./outcomes.ts";
import type { NewSocket, OpenSockets } from "./socket-base.ts";
import { SocketSettings } from "./socket-settings.ts";
import { StreamOffsets } from "./stream-offsets.ts";
import { limit } from "./time-limit.ts";

/**
 * One recorded socket with the verbs, the argument order and the results of Python's `socket`, each
 * as an async function. A failing call throws a `SocketError` with the BSD errno. After the program
 * was stopped every call throws `ProgramStopped`. Sizes are bytes.
 *
 * docs/node-differences.md lists where Node differs from the kernel; differences of a single call
 * are stated at that call. A number that Python refuses with ValueError or OverflowError gives
 * EINVAL, and so does a host that is neither a literal address nor "localhost". A value that is no
 * bytes, or no address at all, gives EFAULT, where Python raises TypeError.
 */
export class Socket extends SocketSettings {
  readonly #open: OpenSockets;
  readonly #offsets: StreamOffsets;

  constructor(context: CallContext, open: OpenSockets, made: NewSocket) {
    super(context, open, made);
    this.#open = open;
    this.#offsets = new StreamOffsets(made.type);
  }

  /** Port 0 asks the kernel for a free port; see `getsockname`. */
  bind(address: HostPort): Promise<void> {
    const target = resolve(address, this.family);
    return this.perform("bind", named(target), addressRecorded, (call) => {
      if (this.ready(call, target)) this.driver.bind(target, call);
    });
  }

  /** A second call changes the backlog. */
  listen(backlog = 128): Promise<void> {
    return this.perform("listen", backlogOf(backlog), queueRecorded, (call) => {
      if (!isInt32(backlog)) call.failed("EINVAL");
      else if (this.ready(call)) this.driver.listen(backlog, call);
    });
  }

  /** The oldest finished handshake as a new socket, and the address of its peer. */
  accept(): Promise<[connection: Socket, peer: HostPort]> {
    const accepted = ({ id, driver, peer }: Connection) => {
      const { family, type } = this;
      const socket = new Socket(this.context, this.#open, { id, family, type, driver });
      return {
        result: { socket: id, address: peer },
        value: [socket, hostPort(peer)] as [Socket, HostPort],
      };
    };
    return this.perform("accept", {}, accepted, (call) => {
      if (!this.ready(call)) return;
      this.driver.accept(call);
      this.limit(call, "EAGAIN");
    });
  }

  connect(address: HostPort): Promise<void> {
    const target = resolve(address, this.family);
    return this.perform("connect", named(target), addressRecorded, (call) => {
      if (!this.ready(call, target)) return;
      this.driver.connect(target, call);
      // For a datagram socket the kernel contacts no peer, so there is nothing to wait for.
      if (this.type === "SOCK_STREAM") this.limit(call, "EINPROGRESS");
    });
  }

  /**
   * Returns the number of bytes that the kernel took. It waits until that is all of them. When its
   * time limit passes before (see `settimeout`), the rest is still sent as soon as there is room,
   * because Node cannot take bytes back.
   */
  send(data: Uint8Array): Promise<number> {
    if (this.context.gate.shut) return this.atGate("send", bytesOf(data), () => this.send(data));
    const call = this.call("send", this.#offsets.outgoing(data), countGiven);
    this.#send(data, call);
    return call.promise;
  }

  /**
   * Waits until the kernel has taken every byte. After the time limit the rest is sent as by
   * `send`.
   */
  sendall(data: Uint8Array): Promise<void> {
    if (this.context.gate.shut)
      return this.atGate("sendall", bytesOf(data), () => this.sendall(data));
    const call = this.call("sendall", this.#offsets.outgoing(data), countRecorded);
    this.#send(data, call);
    return call.promise;
  }

  /**
   * At most `size` bytes, and at least one; none at the end of the stream. As in Python a size of 0
   * returns no bytes and does not use the kernel.
   */
  recv(size: number): Promise<Uint8Array> {
    if (this.context.gate.shut) return this.atGate("recv", sized(size), () => this.recv(size));
    const call = this.call("recv", sized(size), (received: Received) => ({
      result: this.#offsets.incoming(received),
      value: received.bytes,
    }));
    if (size === 0 && this.ready(call)) call.returned(this.#nothing());
    else this.#receive(size, call);
    return call.promise;
  }

  /**
   * Returns the number of bytes sent: a datagram is sent completely or not at all. On a stream it
   * is `send`: as on Linux the address is ignored.
   */
  sendto(data: Uint8Array, address: HostPort): Promise<number> {
    const target = resolve(address, this.family);
    if (this.context.gate.shut) {
      const args = { ...bytesOf(data), ...named(target) };
      return this.atGate("sendto", args, () => this.sendto(data, address));
    }
    const args = this.#offsets.outgoing(data, typeof target === "string" ? undefined : target);
    const call = this.call("sendto", args, countGiven);
    this.#send(data, call, target);
    return call.promise;
  }

  /** One datagram, cut to `size` bytes, and its sender (null on a stream). */
  recvfrom(size: number): Promise<[data: Uint8Array, from: HostPort | null]> {
    if (this.context.gate.shut)
      return this.atGate("recvfrom", sized(size), () => this.recvfrom(size));
    const call = this.call("recvfrom", sized(size), (received: Received) => ({
      result: this.#offsets.incoming(received),
      value: [received.bytes, senderOf(received)] as [Uint8Array, HostPort | null],
    }));
    this.#receive(size, call);
    return call.promise;
  }

  /**
   * SHUT_WR sends the remaining bytes and then FIN. After SHUT_RD the bytes that have arrived can
   * still be received, followed by the end. The kernel is not involved, because Node has no call
   * for SHUT_RD.
   */
  shutdown(how: ShutdownHow): Promise<void> {
    return this.perform<void, void>("shutdown", howOf(how), returned, (call) => {
      if (!this.ready(call)) return;
      if (isHow(how)) this.driver.shutdown(how, call);
      else call.failed("EINVAL");
    });
  }

  /**
   * Returns when the port is free again. Unread bytes turn the close into a reset. A call of
   * another task that is pending on this socket fails with EBADF. A second close does nothing. With
   * SO_LINGER of some seconds a BSD close waits for unsent bytes; this one does not.
   */
  close(): Promise<void> {
    const closed: typeof closeRecorded = (left) => {
      this.#open.delete(this.id);
      return closeRecorded(left);
    };
    return this.perform("close", {}, closed, (call) => {
      if (this.isClosed) return call.returned(CLEAN_CLOSE);
      this.isClosed = true;
      if (!this.context.stopped) this.driver.close(call);
    });
  }

  #nothing(): Received {
    const bytes = new Uint8Array(0);
    if (this.type === "SOCK_STREAM") return { kind: "stream", bytes };
    return { kind: "datagram", bytes, from: null, datagram: null, cutFrom: null };
  }

  #receive<R>(size: number, call: Call<Received, R>): void {
    if (!this.ready(call)) return;
    if (!isSize(size)) call.failed("EINVAL");
    else {
      this.driver.receive(size, call);
      this.limit(call, "EAGAIN");
    }
  }

  #send<R>(data: Uint8Array, call: Call<number, R>, to?: Address | Errno): void {
    if (!this.ready(call)) return;
    if (!isBytes(data)) return call.failed("EFAULT");
    if (typeof to === "string") return call.failed(to);
    if (to === undefined) this.driver.send(data, call);
    else this.driver.sendTo(data, to, call);
    if (!call.pending) this.#unsent(data);
    else if (this.timeout !== null)
      limit(call, this.timeout, "EAGAIN", {
        withdraw: (done) => {
          this.#unsent(data);
          this.driver.withdraw(done);
        },
      });
  }

  /** Without a connection none of these bytes can have been sent, so they do not count. */
  #unsent(data: Uint8Array): void {
    if (this.type === "SOCK_STREAM" && typeof this.driver.peerAddress() === "string")
      this.#offsets.takeBack(data);
  }
}
