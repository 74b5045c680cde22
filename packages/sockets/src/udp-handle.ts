import type { Socket } from "node:dgram";
import type { Address } from "@sockscope/protocol";
import type { Completion } from "./driver.ts";
import { errnoNumbered } from "./errno.ts";

/** The part of Node's internal UDP handle that is used here. */
export interface UdpHandle {
  /** With or without an address. Gives 1 more than the bytes sent, 0 for "later", or a negated errno. */
  send(request: object, list: readonly Uint8Array[], count: number, ...rest: unknown[]): number;
}

interface UdpWrap {
  readonly SendWrap: new () => {
    /** Kept alive until it is sent. */
    list?: readonly Uint8Array[];
    oncomplete?: (status: number, sent: number) => void;
  };
}

function udpWrap(): UdpWrap | null {
  const { binding } = process as unknown as { binding?: (name: string) => UdpWrap };
  if (typeof binding !== "function") return null;
  try {
    return binding.call(process, "udp_wrap");
  } catch {
    // A Node without it, or one that forbids it: the public way, see `DatagramDriver`.
    return null;
  }
}

const wrap = udpWrap();

/** Null where Node does not show it. */
export function udpHandleOf(socket: Socket): UdpHandle | null {
  const key = Object.getOwnPropertySymbols(socket).find(
    ({ description }) => description === "state symbol",
  );
  const state = key && (socket as unknown as Record<symbol, { handle?: Partial<UdpHandle> }>)[key];
  const handle = state?.handle;
  return wrap !== null && typeof handle?.send === "function" ? (handle as UdpHandle) : null;
}

/**
 * sendmsg(2), which answers at once; Node's `send` tells it a good deal later, and takes half as long
 * again. `to` is null on a connected socket.
 */
export function sendDatagram(
  handle: UdpHandle,
  bytes: Uint8Array,
  to: Address | null,
  done: Completion<number>,
): void {
  if (wrap === null) return;
  const request = new wrap.SendWrap();
  request.oncomplete = (status, sent) => {
    if (status < 0) done.failed(errnoNumbered(status));
    else done.returned(sent);
  };
  const list = [bytes];
  request.list = list;
  const answer = to
    ? handle.send(request, list, 1, to.port, to.address, true)
    : handle.send(request, list, 1, true);
  if (answer < 0) done.failed(errnoNumbered(answer));
  else if (answer > 0) done.returned(answer - 1);
}
