import type { Address, Family } from "@sockscope/protocol";
import { reported, wildcard } from "../os/address.ts";
import { type Errno, errnoOf } from "../os/errno.ts";
import type { Reservation } from "../os/tcp-handle.ts";
import type { StreamConnection } from "./connection.ts";

export interface DialOptions {
  readonly connection: StreamConnection;
  readonly family: Family;
  readonly address: Address;
  /** Null: the kernel chooses the local address. */
  readonly from: Reservation | null;
  /** False once the socket has given up this attempt. Nothing is reported then. */
  readonly isCurrent: () => boolean;
  readonly connected: (local: Address, peer: Address) => void;
  readonly failed: (errno: Errno) => void;
  /** The kernel has chosen the local address. */
  readonly named: (local: Address) => void;
}

/** Makes one attempt to connect. */
export function dial({ connection, family, address, from, ...hears }: DialOptions): void {
  const { socket } = connection;
  const failed = (error: Error): void => {
    if (hears.isCurrent()) hears.failed(errnoOf(error));
  };
  let named: Address | null = null;
  // The kernel's choice does not change any more, and Node would query it again.
  const local = (): Address => named ?? reported(socket.localAddress, socket.localPort, family);
  socket.once("error", failed);
  socket.once("connect", () => {
    socket.off("error", failed);
    if (!hears.isCurrent()) return;
    // "Every address of this machine" reaches one of them. Otherwise there is nothing to query.
    const peer =
      address.address === wildcard(family).address
        ? reported(socket.remoteAddress, socket.remotePort, family)
        : address;
    hears.connected(local(), peer);
  });
  const { address: host, port } = address;
  if (from && !from.handle) {
    const { address: localAddress, port: localPort } = from.address;
    socket.connect({ host, port, localAddress, localPort });
  } else socket.connect({ host, port });
  if (from) return;
  // Node calls connect(2) in an earlier tick than this one.
  process.nextTick(() => {
    const chosen = local();
    if (chosen.port === 0) return;
    named = chosen;
    hears.named(chosen);
  });
}
