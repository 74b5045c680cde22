import type { EventOf } from "@sockscope/protocol";
import { endsStream } from "../link/marks.ts";
import type { Parts } from "./parts.ts";

/** What the network conditions do to flights and to the ends of streams. */
export class LinkFold {
  constructor(private readonly parts: Parts) {}

  faulted(event: EventOf<"link.fault">): void {
    const { calls, fold, index, link, steps } = this.parts;
    const step = steps.addEvent(event);
    const { call, offset, length } = event;
    const socket = index.byId.get(event.socket);
    if (socket !== undefined && offset !== undefined && length > 0)
      if (link.keepsBack(event))
        fold.heldFrom(socket, offset, calls.get(call)?.beganStep ?? step, step);
    link.fault(event, step);
    // The link keeps the kernel from hearing that a stream ends.
    if (length === 0 && socket !== undefined && endsStream(calls.verbOf(call)))
      socket.heldEnd = call;
  }

  /** What a call asked for has reached the kernel: bytes, a connect, or the end of a stream. */
  passed(event: EventOf<"link.passed">): void {
    const { calls, connections, ends, fold, handshake, index, link, steps } = this.parts;
    const step = steps.addEvent(event);
    const { call, offset, length } = event;
    link.passed(event, step);
    const socket = index.byId.get(event.socket);
    if (socket === undefined) return;
    if (length > 0) {
      if (offset !== undefined) fold.passedTo(socket, offset + length, step);
      if (socket.type === "SOCK_STREAM") ends.answersWithReset(socket, event.t);
      return;
    }
    const verb = calls.verbOf(call);
    if (verb === "connect" && socket.local !== null) handshake.syn(socket);
    if (!endsStream(verb)) return;
    if (socket.heldEnd === call) socket.heldEnd = null;
    if (verb === "close") connections.closed(event.socket, event.t, {}, step);
    else ends.finish(socket, "shutdown", event.t);
  }
}
