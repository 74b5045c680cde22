import type { Flight } from "../../types/flight.ts";
import type { TimelineGeometry } from "../axis/geometry.ts";
import { FUTURE } from "../axis/playhead.ts";
import type { DrawItem } from "../draw/draw-list.ts";
import type { Ends } from "../draw/labels.ts";
import { isHeld } from "../index/link-fate.ts";
import { isLost, isStruck, isUnseen } from "./flight-label.ts";

/** The stroke that says how a mark is known. */
export const DASH = { observed: "solid", inferred: "dashed", injected: "zigzag" } as const;

/** The opacity of a flight that a later step has corrected. */
const STRUCK = 0.4;

/** An arrow from one program to another. The part that the playhead has not reached is faint. */
export function* arrow(
  geometry: TimelineGeometry,
  flight: Flight,
  ends: Ends,
  width: number,
  opacity: number,
): Iterable<DrawItem> {
  const { x1, y1, x2, y2 } = ends;
  const { position } = geometry.input;
  const alpha = opacity * (isStruck(flight, position) ? STRUCK : 1);
  const line = {
    kind: "line",
    tone: geometry.tone(flight),
    width,
    dash: DASH[flight.truth],
  } as const;
  const head = headOf(flight, position);
  const now = geometry.now.px;
  const down = geometry.way === "down";
  const from = down ? y1 : x1;
  const to = down ? y2 : x2;
  if (to <= now + 0.5) yield { ...line, ...ends, head, alpha };
  else if (from >= now) yield { ...line, ...ends, head, alpha: alpha * FUTURE };
  else {
    const x = down ? x1 + ((x2 - x1) * (now - y1)) / (y2 - y1) : now;
    const y = down ? now : y1 + ((y2 - y1) * (now - x1)) / (x2 - x1);
    yield { ...line, x1, y1, x2: x, y2: y, head: "none", alpha };
    yield { ...line, x1: x, y1: y, x2, y2, head, alpha: alpha * FUTURE };
  }
}

function headOf(flight: Flight, position: number): "none" | "lost" | "open" | "filled" {
  if (isLost(flight, position)) return "lost";
  if (isHeld(flight)) return "none";
  // A segment is known only because it was answered, so it has arrived.
  if (flight.cargo.kind === "segment") return "filled";
  if (isUnseen(flight, position)) return "open";
  return flight.endStep === null && flight.to?.socket !== null ? "open" : "filled";
}
