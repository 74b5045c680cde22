import type { Address, Family, SocketType, Verb } from "@sockscope/protocol";
import type { Driver } from "../os/driver.ts";
import type { Errno } from "../os/errno.ts";
import type { RecordedArgs } from "../recording/recorder.ts";
import { Call, type CallContext, type Outcome, waitAtGate } from "./call.ts";
import { limit } from "./time-limit.ts";

/** The parts of a new socket. `id` is the one in its events. */
export interface NewSocket {
  readonly id: number;
  readonly family: Family;
  readonly type: SocketType;
  readonly driver: Driver;
}

/** The open sockets of one program by id, with the driver that carries out the calls of each. */
export type OpenSockets = Map<number, Driver>;

/** What all verbs of a socket share: the recorded call, the gate before it, its time limit. */
export abstract class SocketBase {
  readonly family: Family;
  readonly type: SocketType;
  /** The id in the events of this socket. */
  readonly id: number;
  protected readonly context: CallContext;
  protected readonly driver: Driver;
  protected isClosed = false;
  /** Seconds. Null waits without a limit. */
  protected timeout: number | null = null;

  constructor(context: CallContext, open: OpenSockets, { id, family, type, driver }: NewSocket) {
    this.context = context;
    this.id = id;
    this.family = family;
    this.type = type;
    const { actor, recorder, link } = context;
    this.driver = link ? link.join(driver, { actor, socket: id, type, recorder }) : driver;
    open.set(id, this.driver);
  }

  /** `close` was called. */
  get closed(): boolean {
    return this.isClosed;
  }

  /**
   * Makes one call: waits at the gate if it is shut, records the call, then lets `begin` pass it to
   * the driver. `send` and `recv` do the same without it, because a closure for each call would be
   * noticeable there.
   */
  protected perform<T, R>(
    verb: Verb,
    args: RecordedArgs,
    describe: (value: T) => Outcome<R>,
    begin: (call: Call<T, R>) => void,
  ): Promise<R> {
    if (this.context.gate.shut)
      return this.atGate(verb, args, () => this.perform(verb, args, describe, begin));
    const call = this.call(verb, args, describe);
    begin(call);
    return call.promise;
  }

  /** The call waits at the gate. `begin` makes it when it may pass. */
  protected atGate<R>(verb: Verb, args: RecordedArgs, begin: () => Promise<R>): Promise<R> {
    return waitAtGate(this.context, { socket: this.id, verb, args }, begin);
  }

  protected call<T, R>(
    verb: Verb,
    args: RecordedArgs,
    describe: (value: T) => Outcome<R>,
  ): Call<T, R> {
    return new Call(this.context, this.id, verb, args, describe);
  }

  /** False if the driver cannot be used: the call has failed, or its program was stopped. */
  protected ready(call: { failed(errno: Errno): void }): boolean;
  protected ready(call: { failed(errno: Errno): void }, target: Address | Errno): target is Address;
  protected ready(call: { failed(errno: Errno): void }, target?: Address | Errno): boolean {
    if (this.context.stopped) return false;
    if (this.isClosed) call.failed("EBADF");
    else if (typeof target === "string") call.failed(target);
    else return true;
    return false;
  }

  /** Ends the pending call with `errno` when the time of `settimeout` has passed. */
  protected limit<T, R>(call: Call<T, R>, errno: Errno): void {
    if (this.timeout !== null && call.pending) limit(call, this.timeout, errno, this.driver);
  }
}
