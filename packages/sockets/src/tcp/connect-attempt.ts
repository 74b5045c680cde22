import type { Address } from "@sockscope/protocol";
import type { Completion } from "../os/driver.ts";
import type { Errno } from "../os/errno.ts";
import { UntilConnected } from "../os/until-connected.ts";

/** The `connect` of one TCP socket: the call that waits for it, the calls behind it, its result. */
export class ConnectAttempt {
  /** Also null while a `connect` whose time has passed continues in the background. */
  #call: Completion<Address> | null = null;
  readonly #behind = new UntilConnected();
  /** The result of an attempt that no call waited for. The next `connect` reports it. */
  #ended: "connected" | "failed" | null = null;
  /** The pending error of a socket without a connection. The next call or SO_ERROR consumes it. */
  #error: Errno | null = null;

  begin(call: Completion<Address>): void {
    this.#call = call;
  }

  /** `begin` is called when the attempt ends, in whatever way. */
  defer(call: Completion<never>, begin: () => void): void {
    this.#behind.add(call, begin);
  }

  /** True while a call waits for the attempt to end. */
  get isAwaited(): boolean {
    return this.#call !== null;
  }

  connected(local: Address): void {
    const call = this.#takeCall();
    if (call) call.returned(local);
    else this.#ended = "connected";
    this.#behind.begin();
  }

  failed(errno: Errno): void {
    const call = this.#takeCall();
    if (call) call.failed(errno);
    else {
      this.#ended = "failed";
      this.#error = errno;
    }
    this.#behind.begin();
  }

  /** `shutdown` has ended the attempt, and returns. */
  shutDown(shutdown: Completion<void>): void {
    const call = this.#takeCall();
    if (call) call.failed("ECONNRESET");
    else this.#error = "ECONNRESET";
    shutdown.returned();
    this.#behind.begin();
  }

  /** The result of the last attempt, once. Null if a call has reported it. */
  takeEnd(): "connected" | "failed" | null {
    const ended = this.#ended;
    this.#ended = null;
    return ended;
  }

  takeError(): Errno | null {
    const error = this.#error;
    this.#error = null;
    return error;
  }

  /** True if this call waited behind the attempt. The attempt itself continues without its call. */
  withdraw(call: Completion<never>): boolean {
    if (this.#call === call) this.#call = null;
    return this.#behind.withdraw(call);
  }

  /** The socket is closed while calls wait. */
  close(): void {
    this.#takeCall()?.failed("EBADF");
    this.#behind.fail("EBADF");
  }

  /** The program has ended: its call gets no answer. */
  drop(): void {
    this.#call = null;
  }

  #takeCall(): Completion<Address> | null {
    const call = this.#call;
    this.#call = null;
    return call;
  }
}
