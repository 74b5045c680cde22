import type { End } from "../../types/flight.ts";
import type { CardPlace } from "../cards/card-place.ts";
import type { GroupPlace } from "../cards/groups.ts";
import { detour } from "../geometry/detour.ts";
import { pathAlongCorners, pathAround, pathThrough, type StagePath } from "../geometry/path.ts";
import { middle, type Point, type Rect, right } from "../geometry/shapes.ts";
import { LINE } from "../geometry/sizes.ts";
import { type Anchor, Anchors } from "./anchors.ts";

/** A way between two ends. */
export interface Route {
  /** The same for both directions of the same way. */
  readonly key: string;
  readonly path: StagePath;
  /** Whether the path runs against the way that was asked for. */
  readonly against: boolean;
  /** The wire that is there to be seen, 0 for a bundle of them; null for a way through the open. */
  readonly wire: number | null;
  /** Whether it leads to a group: all its members share it. */
  readonly shared: boolean;
}

/** How far a way around goes out, and how far one that leads nowhere. */
const REACH = 110;

const CORNER = 14;

/** Ways found before, good as long as all cards stand where they stood. */
export class RouteMemory {
  private arrangement = "";
  private ways = new Map<string, StagePath>();

  waysAmong(rects: readonly Rect[]): Map<string, StagePath> {
    const arrangement = rects
      .map(({ x, y, width, height }) => [x, y, width, height].join())
      .join(" ");
    if (arrangement !== this.arrangement) this.ways = new Map();
    this.arrangement = arrangement;
    return this.ways;
  }
}

/** Finds ways between cards that cross no other card. */
export class Routes {
  /** Some wire found no way but beneath a card. */
  stuck = false;
  readonly anchors: Anchors;
  private readonly columns: readonly (readonly CardPlace[])[];
  private readonly known: Map<string, StagePath>;
  /** What has to be gone around, once somebody has moved a card; else columns and gaps see to it. */
  private readonly obstacles: readonly Rect[] | null;

  constructor(
    cards: readonly CardPlace[],
    groups: readonly GroupPlace[],
    moved = false,
    memory = new RouteMemory(),
  ) {
    const rects = [...cards.filter(({ view }) => view !== null), ...groups].map(({ rect }) => rect);
    this.obstacles = moved ? rects : null;
    this.known = memory.waysAmong(rects);
    this.anchors = new Anchors(cards, groups);
    const lines = cards.filter(({ form }) => form === "line");
    const count = Math.max(-1, ...lines.map(({ column }) => column)) + 1;
    this.columns = Array.from({ length: count }, (_, at) =>
      lines.filter(({ column }) => column === at),
    );
  }

  /** Null if one of the ends is not on the stage. Without one: a short way into, or out of, the open. */
  between(from: End | null, to: End | null): Route | null {
    if (from === null) {
      const out = to === null ? null : this.between(to, null);
      return out === null ? null : { ...out, against: true };
    }
    const a = this.anchors.of(from);
    const b = to === null ? null : this.anchors.of(to);
    if (a === null || (to !== null && b === null)) return null;
    if (b === null) return this.cached(`${keyOf(a)} nowhere`, false, () => this.outOf(a));
    const against = a.card.side === "right" && b.card.side === "left";
    const shared = a.card.form === "group" || b.card.form === "group";
    const [one, other] = shared ? [this.anchors.ofBundle(a), this.anchors.ofBundle(b)] : [a, b];
    const [start, end] = against ? [other, one] : [one, other];
    const route = this.cached(`${keyOf(start)} ${keyOf(end)}`, against, () =>
      this.path(start, end),
    );
    return shared ? { ...route, shared } : route;
  }

  private cached(key: string, against: boolean, create: () => StagePath): Route {
    const path = this.known.get(key) ?? create();
    if (!this.stuck) this.known.set(key, path);
    return { key, path, against, wire: null, shared: false };
  }

  private path(start: Anchor, end: Anchor): StagePath {
    const direct = this.directPath(start, end);
    if (this.obstacles === null || !crosses(direct, this.obstacles)) return direct;
    const [out, back] = [start, end].map(({ card }) => (card.side === "left" ? 1 : -1));
    const around = detour(start.point, end.point, this.obstacles, out ?? 1, back ?? -1);
    const path = around === null ? direct : pathAlongCorners(around, CORNER);
    if (crosses(path, this.obstacles)) this.stuck = true;
    return path;
  }

  private directPath(start: Anchor, end: Anchor): StagePath {
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

/** Whether a way runs beneath a card anywhere. */
function crosses(path: StagePath, cards: readonly Rect[]): boolean {
  for (let at = 0; at <= path.length; at += 4) {
    const { x, y } = path.at(at);
    const under = cards.some(
      (card) =>
        x > card.x + 1 && x < right(card) - 1 && y > card.y + 1 && y < card.y + card.height - 1,
    );
    if (under) return true;
  }
  return false;
}

const keyOf = ({ card, point }: Anchor): string => `${card.key}@${Math.round(point.y)}`;
