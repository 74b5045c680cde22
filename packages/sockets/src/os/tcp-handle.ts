import { isIPv6 } from "node:net";
import type { Address } from "@sockscope/protocol";
import { type Errno, errnoNumbered } from "./errno.ts";
import { nodeBinding } from "./node-binding.ts";

/** The part of Node's internal TCP handle that is used here. Results are negated errnos. */
export interface TcpHandle {
  bind(address: string, port: number): number;
  bind6(address: string, port: number, flags: number): number;
  getsockname(out: { address?: string; port?: number }): number;
  getpeername(out: { address?: string; port?: number }): number;
  close(): void;
}

interface TcpWrap {
  readonly TCP: new (type: number) => TcpHandle;
  readonly constants: { readonly SOCKET: number };
}

/** libuv's UV_TCP_IPV6ONLY. */
const ONLY_6 = 1;

/** A local address that belongs to one socket from now on. */
export interface Reservation {
  readonly address: Address;
  /** An IPv6 socket that accepts no IPv4 connections. */
  readonly only6: boolean;
  /** The bound handle. Null if Node does not allow a separate bind. */
  readonly handle: TcpHandle | null;
}

/**
 * bind(2) alone. Node's public API has it only as a part of `listen` and `connect`. But its errors
 * (EADDRINUSE, EADDRNOTAVAIL, EACCES) and the port that it chooses belong to this call, so this one
 * place uses Node's internal `tcp_wrap`. If that is missing the address is only remembered, and the
 * errors come from `listen` or `connect`.
 * As everywhere in Node SO_REUSEADDR is set (not on Windows): a port in TIME-WAIT can be bound.
 */
export function reserve(address: Address, only6: boolean): Reservation | Errno {
  const wrap = nodeBinding<TcpWrap>("tcp_wrap");
  if (wrap === null) return { address, only6, handle: null };
  const handle = new wrap.TCP(wrap.constants.SOCKET);
  const bound = isIPv6(address.address)
    ? handle.bind6(address.address, address.port, only6 ? ONLY_6 : 0)
    : handle.bind(address.address, address.port);
  const real: { address?: string; port?: number } = {};
  // libuv holds EADDRINUSE back until the handle is used. Asking for the name reveals it.
  const named = bound === 0 ? handle.getsockname(real) : bound;
  if (named !== 0) {
    handle.close();
    return errnoNumbered(named);
  }
  const { address: host = address.address, port = address.port } = real;
  return { address: { address: host, port, family: address.family }, only6, handle };
}

/** What `getpeername` writes into when only its result matters. A new object costs as much as the call. */
const unreadPeer = {};

/**
 * Whether the kernel still has a peer for this socket. It has none after a reset, which Node
 * notices only when it polls. True if Node does not expose its handle.
 */
export function hasPeer(socket: object): boolean {
  const { _handle: handle } = socket as { _handle?: Partial<TcpHandle> | null };
  return typeof handle?.getpeername !== "function" || handle.getpeername(unreadPeer) === 0;
}

/** `bind` on a socket that has an address: EINVAL, but the kernel checks the new one first. */
export function refusalToRebind(address: Address): Errno {
  const probe = reserve({ ...address, port: 0 }, false);
  if (typeof probe === "string") return probe;
  probe.handle?.close();
  return "EINVAL";
}
