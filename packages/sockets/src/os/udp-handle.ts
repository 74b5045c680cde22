import type { Socket } from "node:dgram";
import type { Address } from "@sockscope/protocol";
import type { Completion } from "./driver.ts";
import { type Errno, errnoNumbered } from "./errno.ts";
import { nodeBinding } from "./node-binding.ts";

/** The part of Node's internal UDP handle that is used here. */
interface UdpHandle {
  /**
   * With or without an address. Returns 1 more than the bytes sent, 0 for "later", or a negated
   * errno.
   */
  send(request: object, list: readonly Uint8Array[], count: number, ...rest: unknown[]): number;
}

interface UdpWrap {
  readonly SendWrap: new () => {
    /** Kept alive until it is sent. */
    list?: readonly Uint8Array[];
    oncomplete?: (status: number, sent: number) => void;
  };
}

const wrap = nodeBinding<UdpWrap>("udp_wrap");

/**
 * Passes a datagram to the kernel; `to` is null on a connected socket. Returns at once the bytes
 * sent or the errno. Null if the kernel buffer is full: the result then goes to `later`.
 */
export type SendDatagram = (
  bytes: Uint8Array,
  to: Address | null,
  later: Completion<number>,
) => number | Errno | null;

/**
 * sendmsg(2) of this socket, which returns at once. Node's `send` calls back much later and takes
 * half as long again. Null if Node does not expose its handle.
 */
export function sendmsgOf(socket: Socket): SendDatagram | null {
  const key = Object.getOwnPropertySymbols(socket).find(
    ({ description }) => description === "state symbol",
  );
  const state = key && (socket as unknown as Record<symbol, { handle?: Partial<UdpHandle> }>)[key];
  const handle = state?.handle;
  if (wrap === null || typeof handle?.send !== "function") return null;
  const { SendWrap } = wrap;
  const udp = handle as UdpHandle;
  // Node uses a request only if the result comes later, so one request serves until then.
  let request = new SendWrap();
  return (bytes, to, later) => {
    const list = [bytes];
    const answer = to
      ? udp.send(request, list, 1, to.port, to.address, true)
      : udp.send(request, list, 1, true);
    if (answer > 0) return answer - 1;
    if (answer < 0) return errnoNumbered(answer);
    request.list = list;
    request.oncomplete = (status, sent) => {
      if (status < 0) later.failed(errnoNumbered(status));
      else later.returned(sent);
    };
    request = new SendWrap();
    return null;
  };
}
