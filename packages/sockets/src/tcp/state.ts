import type { Address, Family } from "@sockscope/protocol";
import { reported, wildcard } from "../os/address.ts";
import type { Errno } from "../os/errno.ts";
import { hasPeer, type Reservation, reserve } from "../os/tcp-handle.ts";
import type { StreamConnection } from "./connection.ts";
import type { Listener } from "./listener.ts";

/** The state of a TCP socket. */
export type State =
  | { readonly name: "unbound" }
  | {
      readonly name: "bound";
      readonly reservation: Reservation;
      /** Linux has given the port back, and only reports it still. */
      readonly loose: boolean;
    }
  | { readonly name: "listening"; readonly listener: Listener }
  | Connecting
  | {
      readonly name: "connected";
      readonly connection: StreamConnection;
      readonly local: Address;
      readonly peer: Address;
    }
  | { readonly name: "closed" };

export interface Connecting {
  readonly name: "connecting";
  readonly connection: StreamConnection;
  readonly from: Reservation | null;
}

/** False also for an address that Linux only still reports. */
export const hasAddress = (state: State): boolean =>
  state.name !== "unbound" && !(state.name === "bound" && state.loose);

/** The established or pending connection. Null without one. */
export const connectionOf = (state: State): StreamConnection | null =>
  state.name === "connected" || state.name === "connecting" ? state.connection : null;

/** `lastPort`: the port that an unbound socket still reports. */
export function localAddressOf(state: State, family: Family, lastPort: number): Address | Errno {
  switch (state.name) {
    case "unbound":
      return { ...wildcard(family), port: lastPort };
    case "connecting": {
      const { socket } = state.connection;
      return reported(socket.localAddress, socket.localPort, family);
    }
    case "bound":
      return state.reservation.address;
    case "listening":
      return state.listener.address() ?? wildcard(family);
    case "connected":
      return state.local;
    case "closed":
      return "EBADF";
  }
}

/** ENOTCONN without a connection, also when the kernel no longer has one. */
export function peerAddressOf(state: State): Address | Errno {
  if (state.name !== "connected") return "ENOTCONN";
  const { connection, peer } = state;
  return connection.socket.destroyed || !hasPeer(connection.socket) ? "ENOTCONN" : peer;
}

/** Releases everything that a socket in this state holds. `closed` is called when that is done. */
export function release(state: State, resetsOnClose: boolean, closed: () => void): void {
  switch (state.name) {
    case "unbound":
    case "closed":
      return closed();
    case "bound":
      state.reservation.handle?.close();
      return closed();
    case "listening":
      return state.listener.close(closed);
    case "connecting":
    case "connected":
      state.connection.resetOnClose = resetsOnClose;
      return state.connection.close(closed);
  }
}

/**
 * The address from which a socket in this state connects, or at which it listens. Null: the kernel
 * chooses. The caller leaves the state at once, because the reservation is used up.
 */
export function takeReservation(state: State, only6: boolean): Reservation | Errno | null {
  if (state.name !== "bound") return null;
  const { reservation, loose } = state;
  if (!loose) return reservation;
  reservation.handle?.close();
  return reserve({ ...reservation.address, port: 0 }, only6);
}

/**
 * As on Linux, a socket that has lost its connection or its queue is bound to `address` again
 * (null: the program chose none), and may retry.
 * @param portNamed the program chose the port, which stays its own
 */
export function unbound(address: Address | null, only6: boolean, portNamed: boolean): State {
  if (address === null) return { name: "unbound" };
  const reservation = reserve(address, only6);
  return typeof reservation === "string"
    ? { name: "unbound" }
    : { name: "bound", reservation, loose: !portNamed };
}
