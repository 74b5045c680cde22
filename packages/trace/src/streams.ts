import type { EventOf } from "@sockscope/protocol";
import { keptBytes } from "./kept.ts";
import type { StreamPiece } from "./types.ts";

/** The bytes of each direction of each socket, as the calls of this end saw them. */
export class Streams {
  private readonly sent = new Map<number, StreamPiece[]>();
  private readonly received = new Map<number, StreamPiece[]>();

  ended(began: EventOf<"call.began">, ended: EventOf<"call.ended">): void {
    if (ended.error !== undefined || ended.socket === null) return;
    const { args } = began;
    const { result } = ended;
    if (args.payload !== undefined && args.offset !== undefined) {
      this.add(this.sent, ended.socket, ended.call, args.offset, args.payload);
    }
    if (result?.payload !== undefined && result.offset !== undefined) {
      this.add(this.received, ended.socket, ended.call, result.offset, result.payload);
    }
  }

  of(socket: number, direction: "sent" | "received"): readonly StreamPiece[] {
    return (direction === "sent" ? this.sent : this.received).get(socket) ?? [];
  }

  private add(
    into: Map<number, StreamPiece[]>,
    socket: number,
    call: number,
    offset: number,
    payload: { length: number; kept: string },
  ): void {
    if (payload.length === 0) return;
    const piece: StreamPiece = {
      call,
      offset,
      length: payload.length,
      get kept() {
        return keptBytes(payload);
      },
    };
    const pieces = into.get(socket);
    if (pieces === undefined) into.set(socket, [piece]);
    else pieces.push(piece);
  }
}
