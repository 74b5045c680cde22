import type { RowMark } from "../../text/row-label.ts";
import type { Tone } from "../../tones/tone.ts";
import type { DrawItem } from "../draw/draw-list.ts";

/** Half the length of the zigzag of what the link did, in px. */
const ZIGZAG = 12;

interface MarkPlace {
  readonly x: number;
  readonly y: number;
  readonly tone: Tone;
  readonly alpha: number;
  /** A zigzag runs down and not across: it lies over its lifeline, not along it. */
  readonly down: boolean;
}

/** A mark on a lifeline or on a row. */
export function markItem(mark: RowMark, { x, y, tone, alpha, down }: MarkPlace): DrawItem {
  const at = { kind: "dot", x, y, alpha } as const;
  switch (mark) {
    case "cross":
      return { ...at, r: tone === "error" ? 7 : 5, tone, shape: mark };
    case "ring":
      return { ...at, r: 5, tone: "line-2", shape: mark };
    case "gate":
      return { ...at, r: 5, tone: "inject", shape: mark };
    case "stop":
      return { ...at, r: 7, tone: "inject", shape: mark };
    case "fault": {
      const [dx, dy] = down ? [0, ZIGZAG] : [ZIGZAG, 0];
      const ends = { x1: x - dx, y1: y - dy, x2: x + dx, y2: y + dy };
      const style = { tone: "inject", width: 2.5, dash: "zigzag", head: "none" } as const;
      return { kind: "line", ...ends, ...style, alpha };
    }
    default:
      return mark satisfies never;
  }
}
