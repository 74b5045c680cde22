import type { End } from "../types.ts";
import { type Anchor, Anchors } from "./anchors.ts";
import type { CardPlace } from "./card-place.ts";
import { pathAround, pathThrough, type StagePath } from "./path.ts";
import { middle, type Point, right } from "./shapes.ts";
import { LINE } from "./sizes.ts";

/** A way between two ends. */
export interface Route {
  /** The same for both directions of the same way. */
  readonly key: string;
  readonly path: StagePath;
  /** Whether the path runs against the way that was asked for. */
  readonly against: boolean;
  /** The wire that is there to be seen; null for a way through the open. */
  readonly wire: number | null;
}

/** How far a way around goes out, and how far one that leads nowhere. */
const REACH = 110;

/** Finds ways between cards that cross no other card. */
export class Routes {
  readonly anchors: Anchors;
  private readonly columns: readonly (readonly CardPlace[])[];
  private readonly known = new Map<string, StagePath>();

  constructor(cards: readonly CardPlace[]) {
    this.anchors = new Anchors(cards);
    const lines = cards.filter(({ form }) => form === "line");
    const count = Math.max(-1, ...lines.map(({ column }) => column)) + 1;
    this.columns = Array.from({ length: count }, (_, at) =>
      lines.filter(({ column }) => column === at),
    );
  }

  /** Null if one of the ends is not on the stage. Without `to`: a short way into the open. */
  between(from: End, to: End | null): Route | null {
    const a = this.anchors.of(from);
    const b = to === null ? null : this.anchors.of(to);
    if (a === null || (to !== null && b === null)) return null;
    if (b === null) return this.found(`${keyOf(a)} nowhere`, false, () => this.outOf(a));
    const against = a.card.side === "right" && b.card.side === "left";
    const [start, end] = against ? [b, a] : [a, b];
    return this.found(`${keyOf(start)} ${keyOf(end)}`, against, () => this.path(start, end));
  }

  private found(key: string, against: boolean, make: () => StagePath): Route {
    const path = this.known.get(key) ?? make();
    this.known.set(key, path);
    return { key, path, against, wire: null };
  }

  private path(start: Anchor, end: Anchor): StagePath {
    if (start.card.side !== end.card.side) return pathThrough([...this.wayOut(start), end.point]);
    const reach = start.card.side === "left" ? REACH : -REACH;
    return pathAround(this.wayOut(start), this.wayOut(end), reach);
  }

  private outOf(start: Anchor): StagePath {
    const way = this.wayOut(start);
    const edge = way.at(-1) ?? start.point;
    return pathThrough([
      ...way,
      { x: edge.x + (start.card.side === "left" ? REACH : -REACH), y: edge.y },
    ]);
  }

  /**
   * From a card to the open space in the middle. A line's wire runs through the gaps of the columns
   * before it; in a gap, wires of several columns lie side by side.
   */
  private wayOut({ card, point }: Anchor): readonly Point[] {
    const way: Point[] = [point];
    if (card.form !== "line") return way;
    const pitch = LINE.height + LINE.gap;
    for (let at = card.column + 1; at < this.columns.length; at++) {
      const first = this.columns[at]?.[0];
      if (first === undefined) continue;
      // Columns stand half a pitch higher and lower in turn: the same height again needs a gap.
      const gap = (at - card.column) % 2 === 1 ? middle(card.rect) : middle(card.rect) + pitch / 2;
      const lane = Math.min(8, LINE.gap / (at + 1));
      const y = gap + (at - card.column - 1 - (at - 1) / 2) * lane;
      way.push({ x: first.rect.x, y }, { x: right(first.rect), y });
    }
    return way;
  }
}

const keyOf = ({ card, point }: Anchor): string => `${card.actor}@${Math.round(point.y)}`;
