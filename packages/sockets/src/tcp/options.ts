import type { Socket } from "node:net";
import { type Errno, errnoNumber } from "../os/errno.ts";
import { isOnly6, type OptionName, type Setting } from "../os/options.ts";

/** ms: Linux's default, needed because Node sets the time together with the option. */
const KEEPALIVE_AFTER = 7_200_000;

/**
 * The options of one TCP socket. Node can set some and read none, so reading returns what was set.
 */
export class StreamOptions {
  #noDelay = false;
  #keepAlive = false;
  #linger: number | null = null;
  #only6 = false;
  /** TCP has it without effect. */
  #broadcast = false;

  /** IPV6_V6ONLY, which bind(2) needs. */
  get only6(): boolean {
    return this.#only6;
  }

  /** With an address of its own that is not mapped, a socket uses IPv6 only. */
  boundTo(address: string): void {
    if (isOnly6(address)) this.#only6 = true;
  }

  get resetsOnClose(): boolean {
    return this.#linger === 0;
  }

  /** The options that connections inherit from a listening socket, as in the kernel. */
  inherited(): StreamOptions {
    const copy = new StreamOptions();
    copy.#noDelay = this.#noDelay;
    copy.#keepAlive = this.#keepAlive;
    copy.#linger = this.#linger;
    copy.#only6 = this.#only6;
    copy.#broadcast = this.#broadcast;
    return copy;
  }

  /** Applies what was set before there was a connection. */
  applyTo(socket: Socket): void {
    if (this.#noDelay) socket.setNoDelay(true);
    if (this.#keepAlive) socket.setKeepAlive(true, KEEPALIVE_AFTER);
  }

  /** `bound`: the socket has an address. */
  set(setting: Setting, socket: Socket | null, bound: boolean): Errno | null {
    if (setting.kind === "linger") {
      this.#linger = setting.seconds;
      return null;
    }
    if (setting.kind !== "number") return "ENOPROTOOPT";
    const on = setting.value !== 0;
    switch (setting.option) {
      case "TCP_NODELAY":
        this.#noDelay = on;
        socket?.setNoDelay(on);
        return null;
      case "SO_KEEPALIVE":
        this.#keepAlive = on;
        socket?.setKeepAlive(on, KEEPALIVE_AFTER);
        return null;
      case "SO_BROADCAST":
        this.#broadcast = on;
        return null;
      case "IPV6_V6ONLY":
        if (bound) return "EINVAL";
        this.#only6 = on;
        return null;
      case "SO_REUSEADDR":
        // libuv sets it on every bound TCP socket, and cannot be configured otherwise.
        return on ? null : "ENOPROTOOPT";
      default:
        return "ENOPROTOOPT";
    }
  }

  /** `error`: returns the pending error and clears it. */
  get(option: OptionName, error: () => Errno | null): number | Errno {
    switch (option) {
      case "TCP_NODELAY":
        return Number(this.#noDelay);
      case "SO_KEEPALIVE":
        return Number(this.#keepAlive);
      case "SO_BROADCAST":
        return Number(this.#broadcast);
      case "IPV6_V6ONLY":
        return Number(this.#only6);
      case "SO_LINGER":
        return this.#linger ?? -1;
      case "SO_REUSEADDR":
        return 1;
      case "SO_TYPE":
        return 1;
      case "SO_ERROR": {
        const errno = error();
        return errno === null ? 0 : errnoNumber(errno);
      }
      default:
        return "ENOPROTOOPT";
    }
  }
}
