import type { Socket } from "node:dgram";
import type { Address } from "@sockscope/protocol";
import type { Completion } from "../os/driver.ts";
import { type Errno, errnoOf } from "../os/errno.ts";
import type { SendDatagram } from "../os/udp-handle.ts";
import type { DatagramOptions } from "./options.ts";

/**
 * A new socket bound to this address, with the options that were set before. With a lookup that
 * answers at once (see DatagramOptions) Node binds before it returns.
 * @param failed gets errors that the kernel reports once the socket is bound
 */
export function bindSocket(
  options: DatagramOptions,
  { address, port }: Address,
  failed: (errno: Errno) => void,
): Socket | Errno {
  const socket = options.create();
  let isBound = false;
  let failure: Errno | null = null;
  socket.on("error", (error) => {
    if (isBound) failed(errnoOf(error));
    else failure = errnoOf(error);
  });
  try {
    socket.bind({ address, port, exclusive: true });
    // oxlint-disable-next-line typescript/no-unnecessary-condition -- the listener above sets it
    if (failure === null) options.applyTo(socket);
  } catch (error) {
    failure ??= errnoOf(error);
  }
  if (failure !== null) {
    socket.close();
    return failure;
  }
  options.boundTo(address);
  isBound = true;
  return socket;
}

/**
 * Passes a datagram to the kernel, by `sendmsg` if Node exposes it; `to` is null on a connected
 * socket. Returns the bytes sent or the errno. Null if the result goes to `later`.
 */
export function giveDatagram(
  socket: Socket,
  sendmsg: SendDatagram | null,
  bytes: Uint8Array,
  to: Address | null,
  later: Completion<number>,
): number | Errno | null {
  if (sendmsg) return sendmsg(bytes, to, later);
  const sent = (problem: Error | null, count: number): void => {
    if (problem) later.failed(errnoOf(problem));
    else later.returned(count);
  };
  if (to) socket.send(bytes, to.port, to.address, sent);
  else socket.send(bytes, sent);
  return null;
}

/** Ends a call with the result of `giveDatagram`. After null it ends later. */
export function answer(given: number | Errno | null, done: Completion<number>): void {
  if (typeof given === "number") done.returned(given);
  else if (given !== null) done.failed(given);
}

/** The peer of a connected socket. Undefined for an unconnected one. */
export function peerOf(socket: Socket): object | undefined {
  try {
    return socket.remoteAddress();
  } catch {
    return undefined;
  }
}
