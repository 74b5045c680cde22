import { createSocket, type Socket, type SocketOptions } from "node:dgram";
import type { Family } from "@sockscope/protocol";
import { type Errno, errnoNumber, errnoOf } from "../os/errno.ts";
import { isOnly6, type OptionName, type Setting } from "../os/options.ts";
import { join, sendThrough } from "./multicast.ts";

/** The kernel's defaults. */
const DEFAULTS: Partial<Record<OptionName, number>> = {
  IP_TTL: 64,
  IPV6_UNICAST_HOPS: 64,
  IP_MULTICAST_TTL: 1,
  IP_MULTICAST_LOOP: 1,
  IPV6_MULTICAST_HOPS: 1,
  IPV6_MULTICAST_LOOP: 1,
};

/**
 * Names are resolved earlier, so an address resolves to itself. That also lets Node bind and send
 * at once instead of in a later turn.
 */
const lookup = ((host: string, family: number, done: (...found: unknown[]) => void): void =>
  done(null, host, family)) as unknown as NonNullable<SocketOptions["lookup"]>;

/**
 * The options of one UDP socket. Node has a descriptor only from `bind` on. Options set before are
 * stored and applied then.
 */
export class DatagramOptions {
  readonly #family: Family;
  readonly #set = new Map<OptionName, number>();
  #linger: number | null = null;
  #via: string | null = null;
  /** Groups joined and left before there was a descriptor, in this order. */
  #memberships: Extract<Setting, { kind: "membership" }>[] = [];

  constructor(family: Family) {
    this.#family = family;
  }

  get broadcasts(): boolean {
    return this.#set.get("SO_BROADCAST") === 1;
  }

  /** A new socket with the options that Node needs at creation. */
  create(): Socket {
    return createSocket({
      type: this.#family === "AF_INET6" ? "udp6" : "udp4",
      reuseAddr: this.#set.get("SO_REUSEADDR") === 1,
      ipv6Only: this.#set.get("IPV6_V6ONLY") === 1,
      lookup,
    });
  }

  /** See `isOnly6`. */
  boundTo(address: string): void {
    if (isOnly6(address)) this.#set.set("IPV6_V6ONLY", 1);
  }

  /** Applies everything that was set before there was a descriptor. Throws Node's error. */
  applyTo(socket: Socket): void {
    for (const [option, value] of this.#set) apply(socket, option, value);
    if (this.#via !== null) sendThrough(this.#via, socket, this.#family);
    for (const membership of this.#memberships) join(membership, socket, this.#family);
  }

  /** `bound`: the socket, once it has a descriptor. */
  set(setting: Setting, bound: Socket | null): Errno | null {
    try {
      return this.#change(setting, bound);
    } catch (error) {
      return errnoOf(error);
    }
  }

  #change(setting: Setting, bound: Socket | null): Errno | null {
    switch (setting.kind) {
      case "linger":
        // UDP has it without effect.
        this.#linger = setting.seconds;
        return null;
      case "interface": {
        const { via } = setting;
        const problem = this.#ask(bound, (socket) => sendThrough(via, socket, this.#family));
        if (problem === null) this.#via = via;
        return problem;
      }
      case "membership": {
        const problem = this.#ask(bound, (socket) => join(setting, socket, this.#family));
        if (problem === null && bound === null) this.#memberships.push(setting);
        return problem;
      }
      case "number": {
        const { option, value } = setting;
        const problem = refusal(option, value, bound !== null);
        if (problem !== null) return problem;
        if (bound) apply(bound, option, value);
        this.#set.set(option, value);
        return null;
      }
    }
  }

  /** `error`: returns the pending error and clears it. */
  get(option: OptionName, bound: Socket | null, error: () => Errno | null): number | Errno {
    switch (option) {
      case "SO_TYPE":
        return 2;
      case "SO_ERROR": {
        const errno = error();
        return errno === null ? 0 : errnoNumber(errno);
      }
      case "SO_LINGER":
        return this.#linger ?? -1;
      case "SO_RCVBUF":
      case "SO_SNDBUF":
        return this.#ask(bound, (socket) => bufferSize(socket, option));
      case "IP_ADD_MEMBERSHIP":
      case "IP_DROP_MEMBERSHIP":
      case "IP_MULTICAST_IF":
      case "IPV6_JOIN_GROUP":
      case "IPV6_LEAVE_GROUP":
      case "IPV6_MULTICAST_IF":
        return "ENOPROTOOPT";
      default: {
        const value = this.#set.get(option);
        return value === undefined || value === -1 ? (DEFAULTS[option] ?? 0) : value;
      }
    }
  }

  /**
   * Without a descriptor, another socket of the same kind is used to ask the kernel: what it
   * refuses there it would refuse in `bind`, which would be too late.
   */
  #ask<T>(bound: Socket | null, ask: (socket: Socket) => T): T | Errno {
    if (bound) return ask(bound);
    const socket = this.create();
    // The error is returned by the next call.
    socket.on("error", () => undefined);
    try {
      socket.bind({ address: this.#family === "AF_INET6" ? "::1" : "127.0.0.1", exclusive: true });
      this.applyTo(socket);
      return ask(socket);
    } catch (error) {
      return errnoOf(error);
    } finally {
      socket.close();
    }
  }
}

const bufferSize = (socket: Socket, option: "SO_RCVBUF" | "SO_SNDBUF"): number =>
  option === "SO_RCVBUF" ? socket.getRecvBufferSize() : socket.getSendBufferSize();

/** The kernel's refusal of the value, or that of Node. */
function refusal(option: OptionName, value: number, bound: boolean): Errno | null {
  switch (option) {
    case "IP_TTL":
    case "IPV6_UNICAST_HOPS":
      // Linux would accept 0 hops for IPv6. Node does not.
      return value === -1 || (value >= 1 && value <= 255) ? null : "EINVAL";
    case "IPV6_MULTICAST_LOOP":
      return value === 0 || value === 1 ? null : "EINVAL";
    case "IP_MULTICAST_TTL":
    case "IPV6_MULTICAST_HOPS":
      return value >= -1 && value <= 255 ? null : "EINVAL";
    case "IPV6_V6ONLY":
      return bound ? "EINVAL" : null;
    case "SO_REUSEADDR":
      // libuv sets it at bind and never again.
      return bound ? "ENOPROTOOPT" : null;
    default:
      return null;
  }
}

function apply(socket: Socket, option: OptionName, value: number): void {
  switch (option) {
    case "SO_BROADCAST":
      socket.setBroadcast(value !== 0);
      return;
    case "SO_RCVBUF":
      // The kernel accepts a size below its minimum, and Node does not accept 0.
      socket.setRecvBufferSize(value <= 0 ? 1 : value);
      return;
    case "SO_SNDBUF":
      socket.setSendBufferSize(value <= 0 ? 1 : value);
      return;
    case "IP_TTL":
    case "IPV6_UNICAST_HOPS":
      socket.setTTL(value === -1 ? 64 : value);
      return;
    case "IP_MULTICAST_TTL":
    case "IPV6_MULTICAST_HOPS":
      socket.setMulticastTTL(value === -1 ? 1 : value);
      return;
    case "IP_MULTICAST_LOOP":
    case "IPV6_MULTICAST_LOOP":
      socket.setMulticastLoopback(value !== 0);
      return;
    default:
      // The others were given when the socket was created, or have no effect on UDP (SO_KEEPALIVE).
      return;
  }
}
