import type { EventOf } from "@sockscope/protocol";
import type { Calls } from "../columns/calls.ts";
import { GrowingInts } from "../columns/growing.ts";
import { keptBytes } from "./kept.ts";
import type { StreamPiece } from "./types.ts";

/** The calls that sent and received the bytes of each socket, by their places. */
export class Streams {
  private readonly sent = new Map<number, GrowingInts>();
  private readonly received = new Map<number, GrowingInts>();

  constructor(private readonly calls: Calls) {}

  ended(ended: EventOf<"call.ended">): void {
    if (ended.error !== undefined || ended.socket === null) return;
    const slot = this.calls.slotOf(ended.call);
    if (slot < 0) return;
    const { result } = ended;
    switch (ended.verb) {
      case "send":
      case "sendall": {
        const { payload, offset } = this.calls.beganEvent(slot).args;
        if (offset !== undefined && (payload?.length ?? 0) > 0)
          this.add(this.sent, ended.socket, slot);
        break;
      }
      case "recv":
        if (result?.offset !== undefined && (result.payload?.length ?? 0) > 0)
          this.add(this.received, ended.socket, slot);
        break;
      default:
    }
  }

  of(socket: number, direction: "sent" | "received"): readonly StreamPiece[] {
    const slots = (direction === "sent" ? this.sent : this.received).get(socket);
    return Array.from({ length: slots?.length ?? 0 }, (_, i) => {
      const began = this.calls.beganEvent(slots?.at(i) ?? 0);
      const said =
        direction === "sent" ? began.args : this.calls.endedEvent(slots?.at(i) ?? 0)?.result;
      const { payload, offset = 0 } = said ?? {};
      return {
        call: began.call,
        offset,
        length: payload?.length ?? 0,
        get kept() {
          return keptBytes(payload);
        },
      };
    });
  }

  private add(into: Map<number, GrowingInts>, socket: number, slot: number): void {
    const pieces = into.get(socket);
    if (pieces !== undefined) return pieces.push(slot);
    const first = new GrowingInts();
    first.push(slot);
    into.set(socket, first);
  }
}
