import type { Address, Family, SocketType, Verb } from "@sockscope/protocol";
import { type HostPort, hostPort, resolve } from "../os/address.ts";
import {
  type Connection,
  type Driver,
  type Left,
  leftResult,
  NOTHING_LEFT,
  type QueueOf,
  type Received,
  type ShutdownHow,
} from "../os/driver.ts";
import type { Errno } from "../os/errno.ts";
import {
  type OptionLevel,
  type OptionName,
  type OptionValue,
  settingOf,
  unsupported,
} from "../os/options.ts";
import { keep, type RecordedArgs, type RecordedResult } from "../recording/recorder.ts";
import { Call, type CallContext, type Outcome, waitAtGate } from "./call.ts";
import {
  backlogOf,
  bytesOf,
  howOf,
  isBytes,
  isHow,
  named,
  optionArgs,
  optionOf,
  secondsOf,
  sized,
} from "./call-args.ts";
import { limit } from "./time-limit.ts";

const RETURNED: Outcome<void> = { value: undefined };

const isInt32 = (value: number): boolean =>
  Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 31;

const isTime = (seconds: unknown): boolean =>
  typeof seconds === "number" && seconds >= 0 && seconds < 2 ** 31;

/**
 * One recorded socket with the verbs, the argument order and the results of Python's `socket`,
 * each as an async function. A failing call throws a `SocketError` with the BSD errno; after the
 * program was stopped every call throws `ProgramStopped`. Sizes are bytes.
 *
 * Where Node is not the kernel is listed in ARCHITECTURE.md; what concerns a single call is said
 * at that call. A number that Python refuses with ValueError or OverflowError, and a host that is
 * neither a literal address nor "localhost", give EINVAL; what is no bytes, or no address at all,
 * gives EFAULT, where Python has its TypeError.
 */
export class Socket {
  readonly family: Family;
  readonly type: SocketType;
  /** The id that the events of this socket carry. */
  readonly id: number;
  readonly #context: CallContext;
  readonly #open: Map<number, Driver>;
  readonly #driver: Driver;
  /** Bytes of each direction of the stream so far. */
  #sent = 0;
  #received = 0;
  #closed = false;
  /** Seconds; null for as long as it takes. */
  #timeout: number | null = null;

  constructor(
    context: CallContext,
    open: Map<number, Driver>,
    made: { id: number; family: Family; type: SocketType; driver: Driver },
  ) {
    this.#context = context;
    this.#open = open;
    this.id = made.id;
    this.family = made.family;
    this.type = made.type;
    const { actor, recorder, link } = context;
    const { id: socket, type, driver } = made;
    this.#driver = link ? link.join(driver, { actor, socket, type, recorder }) : driver;
    open.set(socket, this.#driver);
  }

  /** `close` was called. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Port 0 asks the kernel for a free one; see `getsockname`. */
  bind(address: HostPort): Promise<void> {
    if (this.#context.gate.shut)
      return this.#atGate("bind", named(resolve(address, this.family)), () => this.bind(address));
    const target = resolve(address, this.family);
    const call = this.#call("bind", named(target), (bound: Address) => ({
      result: { address: bound },
      value: undefined,
    }));
    if (this.#ready(call, target)) this.#driver.bind(target, call);
    return call.promise;
  }

  /** A second one changes the backlog. */
  listen(backlog = 128): Promise<void> {
    if (this.#context.gate.shut)
      return this.#atGate("listen", backlogOf(backlog), () => this.listen(backlog));
    const call = this.#call("listen", backlogOf(backlog), (queue: QueueOf) => ({
      result: { queue },
      value: undefined,
    }));
    if (!isInt32(backlog)) call.failed("EINVAL");
    else if (this.#ready(call)) this.#driver.listen(backlog, call);
    return call.promise;
  }

  /** The oldest finished handshake as a socket of its own, and the address of its peer. */
  accept(): Promise<[connection: Socket, peer: HostPort]> {
    if (this.#context.gate.shut) return this.#atGate("accept", {}, () => this.accept());
    const { family, type } = this;
    const call = this.#call("accept", {}, ({ id, driver, peer }: Connection) => ({
      result: { socket: id, address: peer },
      value: [
        new Socket(this.#context, this.#open, { id, family, type, driver }),
        hostPort(peer),
      ] as [Socket, HostPort],
    }));
    if (this.#ready(call)) {
      this.#driver.accept(call);
      this.#limit(call, "EAGAIN");
    }
    return call.promise;
  }

  connect(address: HostPort): Promise<void> {
    if (this.#context.gate.shut)
      return this.#atGate("connect", named(resolve(address, this.family)), () =>
        this.connect(address),
      );
    const target = resolve(address, this.family);
    const call = this.#call("connect", named(target), (local: Address) => ({
      result: { address: local },
      value: undefined,
    }));
    if (this.#ready(call, target)) {
      this.#driver.connect(target, call);
      // Of a datagram socket it asks nobody, so there is nothing to wait for.
      if (this.type === "SOCK_STREAM") this.#limit(call, "EINPROGRESS");
    }
    return call.promise;
  }

  /**
   * Gives the count of bytes that the kernel took; it waits until that is all of them. When its
   * time is over before (see `settimeout`) the rest is still sent as soon as there is room, because
   * Node cannot take back what it was given.
   */
  send(data: Uint8Array): Promise<number> {
    if (this.#context.gate.shut) return this.#atGate("send", bytesOf(data), () => this.send(data));
    const call = this.#call("send", this.#outgoing(data), count);
    this.#send(data, call);
    return call.promise;
  }

  /** Waits until the kernel has taken every byte. When its time is over the rest goes on, as of `send`. */
  sendall(data: Uint8Array): Promise<void> {
    if (this.#context.gate.shut)
      return this.#atGate("sendall", bytesOf(data), () => this.sendall(data));
    const call = this.#call("sendall", this.#outgoing(data), (taken: number) => ({
      result: { count: taken },
      value: undefined,
    }));
    this.#send(data, call);
    return call.promise;
  }

  /**
   * At most `size` bytes, at least one; none at the end of the stream. As in Python a size of 0
   * gives nothing and asks nobody.
   */
  recv(size: number): Promise<Uint8Array> {
    if (this.#context.gate.shut) return this.#atGate("recv", sized(size), () => this.recv(size));
    const call = this.#call("recv", sized(size), (received: Received) => ({
      result: this.#incoming(received),
      value: received.bytes,
    }));
    if (size === 0 && this.#ready(call)) call.returned(this.#nothing());
    else this.#receive(size, call);
    return call.promise;
  }

  /**
   * Gives the count of bytes handed over: a datagram goes as a whole or not at all. On a stream it is
   * `send`: as on Linux nobody looks at the address.
   */
  sendto(data: Uint8Array, address: HostPort): Promise<number> {
    const target = resolve(address, this.family);
    if (this.#context.gate.shut) {
      const args = { ...bytesOf(data), ...named(target) };
      return this.#atGate("sendto", args, () => this.sendto(data, address));
    }
    const args = this.#outgoing(data, typeof target === "string" ? undefined : target);
    const call = this.#call("sendto", args, count);
    this.#send(data, call, target);
    return call.promise;
  }

  /** One datagram, cut to `size` bytes, and where it came from (null on a stream). */
  recvfrom(size: number): Promise<[data: Uint8Array, from: HostPort | null]> {
    if (this.#context.gate.shut)
      return this.#atGate("recvfrom", sized(size), () => this.recvfrom(size));
    const call = this.#call("recvfrom", sized(size), (received: Received) => ({
      result: this.#incoming(received),
      value: [received.bytes, senderOf(received)] as [Uint8Array, HostPort | null],
    }));
    this.#receive(size, call);
    return call.promise;
  }

  /**
   * SHUT_WR sends what is left and then FIN. After SHUT_RD what has arrived can still be received,
   * then comes the end; the kernel is not told, because Node has no call for it.
   */
  shutdown(how: ShutdownHow): Promise<void> {
    if (this.#context.gate.shut)
      return this.#atGate("shutdown", howOf(how), () => this.shutdown(how));
    const call = this.#call<void, void>("shutdown", howOf(how), () => RETURNED);
    if (!this.#ready(call)) return call.promise;
    if (isHow(how)) this.#driver.shutdown(how, call);
    else call.failed("EINVAL");
    return call.promise;
  }

  /**
   * Returns when the port is free again. Unread bytes turn it into a reset. A call of another task
   * that is still pending on this socket fails with EBADF. A second close does nothing. With SO_LINGER
   * of some seconds BSD's waits for what is unsent; this one does not.
   */
  close(): Promise<void> {
    if (this.#context.gate.shut) return this.#atGate("close", {}, () => this.close());
    const call = this.#call<Left, void>("close", {}, (left) => {
      this.#open.delete(this.id);
      const result = leftResult(left);
      return result === null ? RETURNED : { result, value: undefined };
    });
    if (this.#closed) call.returned(NOTHING_LEFT);
    else {
      this.#closed = true;
      if (!this.#context.stopped) this.#driver.close(call);
    }
    return call.promise;
  }

  /**
   * Sets an option, named as in C and Python: `setsockopt("IPPROTO_TCP", "TCP_NODELAY", 1)`. For
   * the values see `OptionValue`. ENOPROTOOPT for an option that this kind of socket does not have,
   * or that Node has no call for.
   */
  setsockopt(level: OptionLevel, option: OptionName, value: OptionValue): Promise<void> {
    if (this.#context.gate.shut)
      return this.#atGate("setsockopt", optionArgs(level, option, value), () =>
        this.setsockopt(level, option, value),
      );
    const setting =
      unsupported("setsockopt", level, option, this) ?? settingOf(option, value, this.family);
    const call = this.#call<void, void>(
      "setsockopt",
      optionArgs(level, option, value),
      () => RETURNED,
    );
    if (this.#ready(call)) {
      const failure = typeof setting === "string" ? setting : this.#driver.setOption(setting);
      if (failure === null) call.returned();
      else call.failed(failure);
    }
    return call.promise;
  }

  /**
   * The value of an option as a number; SO_ERROR is the number of the pending error, which this
   * call clears, SO_LINGER is -1 when off. What Node cannot ask the kernel for is what was set here,
   * or else the kernel's own beginning.
   */
  getsockopt(level: OptionLevel, option: OptionName): Promise<number> {
    if (this.#context.gate.shut)
      return this.#atGate("getsockopt", optionOf(level, option), () =>
        this.getsockopt(level, option),
      );
    const call = this.#call("getsockopt", optionOf(level, option), (value: number) => ({
      result: { value },
      value,
    }));
    if (!this.#ready(call)) return call.promise;
    const driver = this.#driver;
    const answer = (): void => {
      const value = unsupported("getsockopt", level, option, this) ?? driver.getOption(option);
      if (typeof value === "string") call.failed(value);
      else call.returned(value);
    };
    if (option === "SO_ERROR" && driver.settle) driver.settle(answer);
    else answer();
    return call.promise;
  }

  /**
   * Seconds that a later call may wait: null for as long as it takes, 0 for not at all (EAGAIN at
   * once). A call whose time is over throws a `SocketError` whose `timedOut` is true. EINVAL for a
   * negative number or none.
   */
  settimeout(seconds: number | null): Promise<void> {
    if (this.#context.gate.shut)
      return this.#atGate("settimeout", secondsOf(seconds), () => this.settimeout(seconds));
    const call = this.#call<void, void>("settimeout", secondsOf(seconds), () => RETURNED);
    if (!this.#ready(call)) return call.promise;
    if (seconds !== null && !isTime(seconds)) call.failed("EINVAL");
    else {
      this.#timeout = seconds;
      call.returned();
    }
    return call.promise;
  }

  /** Seconds, or null. It asks nobody, so it is not recorded. */
  gettimeout(): number | null {
    return this.#timeout;
  }

  getsockname(): Promise<HostPort> {
    if (this.#context.gate.shut) return this.#atGate("getsockname", {}, () => this.getsockname());
    return this.#name("getsockname", () => this.#driver.localAddress());
  }

  getpeername(): Promise<HostPort> {
    if (this.#context.gate.shut) return this.#atGate("getpeername", {}, () => this.getpeername());
    return this.#name("getpeername", () => this.#driver.peerAddress());
  }

  /** The call waits at the gate, and is made when it may begin. */
  #atGate<R>(verb: Verb, args: RecordedArgs, begin: () => Promise<R>): Promise<R> {
    return waitAtGate(this.#context, { socket: this.id, verb, args }, begin);
  }

  #name(verb: "getsockname" | "getpeername", read: () => Address | Errno): Promise<HostPort> {
    const call = this.#call(verb, {}, (address: Address) => ({
      result: { address },
      value: hostPort(address),
    }));
    if (this.#ready(call)) {
      const address = read();
      if (typeof address === "string") call.failed(address);
      else call.returned(address);
    }
    return call.promise;
  }

  #call<T, R>(
    verb: ConstructorParameters<typeof Call>[2],
    args: RecordedArgs,
    describe: (value: T) => Outcome<R>,
  ): Call<T, R> {
    return new Call(this.#context, this.id, verb, args, describe);
  }

  /** False, and the call has failed, when nothing can be asked of the driver. */
  #ready(call: { failed(errno: Errno): void }): boolean;
  #ready(call: { failed(errno: Errno): void }, target: Address | Errno): target is Address;
  #ready(call: { failed(errno: Errno): void }, target?: Address | Errno): boolean {
    if (this.#context.stopped) return false;
    if (this.#closed) call.failed("EBADF");
    else if (typeof target === "string") call.failed(target);
    else return true;
    return false;
  }

  #nothing(): Received {
    const bytes = new Uint8Array(0);
    if (this.type === "SOCK_STREAM") return { kind: "stream", bytes };
    return { kind: "datagram", bytes, from: null, datagram: null, cutFrom: null };
  }

  #receive<R>(size: number, call: Call<Received, R>): void {
    if (!this.#ready(call)) return;
    if (!Number.isInteger(size) || size < 0 || size > 0x7fffffff) call.failed("EINVAL");
    else {
      this.#driver.receive(size, call);
      this.#limit(call, "EAGAIN");
    }
  }

  #send<R>(data: Uint8Array, call: Call<number, R>, to?: Address | Errno): void {
    if (!this.#ready(call)) return;
    if (!isBytes(data)) return call.failed("EFAULT");
    if (typeof to === "string") return call.failed(to);
    if (to === undefined) this.#driver.send(data, call);
    else this.#driver.sendTo(data, to, call);
    if (!call.pending) this.#unsent(data);
    else if (this.#timeout !== null)
      limit(call, this.#timeout, "EAGAIN", {
        withdraw: (done) => {
          this.#unsent(data);
          this.#driver.withdraw(done);
        },
      });
  }

  /** Without a connection nothing of it can have been sent, so its bytes do not count. */
  #unsent({ length }: Uint8Array): void {
    if (this.type === "SOCK_STREAM" && typeof this.#driver.peerAddress() === "string")
      this.#sent -= length;
  }

  #limit<T, R>(call: Call<T, R>, errno: Errno): void {
    if (this.#timeout !== null && call.pending) limit(call, this.#timeout, errno, this.#driver);
  }

  /**
   * Offsets count what was asked to be sent: once there is a connection, a failed send ends the
   * stream anyway.
   */
  #outgoing(data: Uint8Array, address?: Address): RecordedArgs {
    if (!isBytes(data)) return address ? { address } : {};
    const payload = keep(data);
    if (this.type === "SOCK_DGRAM") return address ? { payload, address } : { payload };
    const offset = this.#sent;
    this.#sent += data.length;
    return address ? { payload, offset, address } : { payload, offset };
  }

  #incoming(received: Received): RecordedResult {
    const payload = keep(received.bytes);
    if (received.kind === "datagram") {
      const { from: address, datagram, cutFrom } = received;
      if (address === null || datagram === null) return { payload };
      return cutFrom === null
        ? { payload, address, datagram }
        : { payload, address, datagram, cutFrom };
    }
    const offset = this.#received;
    this.#received += received.bytes.length;
    return { payload, offset };
  }
}

const senderOf = (received: Received): HostPort | null =>
  received.kind === "datagram" && received.from !== null ? hostPort(received.from) : null;

const count = (taken: number): Outcome<number> => ({ result: { count: taken }, value: taken });
