import {
  bottom,
  clamp,
  intersect,
  type Point,
  type Rect,
  right,
  type Size,
} from "../geometry/shapes.ts";
import { STAGE } from "../geometry/sizes.ts";
import type { CardPlace } from "./card-place.ts";
import type { GroupPlace } from "./groups.ts";

/** Where a person has put cards: their top left, by `cardKey` or `groupKey`. */
export type Moved = Readonly<Record<string, Point>>;

/** The name of a card in `Moved`. */
export const cardKey = (actor: number): string => `actor ${actor}`;
export const groupKey = (key: string): string => `group ${key}`;

type Placed = { readonly rect: Rect };

/**
 * Puts the moved cards where they were put, or as near as they overlap nobody. Cards that were not
 * touched stay: a moved one makes room for those that come later.
 */
export function arrange<C extends CardPlace, G extends GroupPlace>(
  cards: readonly C[],
  groups: readonly G[],
  moved: Moved,
  room: Size,
): { readonly cards: readonly C[]; readonly groups: readonly G[] } {
  const wanted = (key: string): Point | undefined => moved[key];
  const still: Rect[] = [
    ...cards.filter(({ actor }) => wanted(cardKey(actor)) === undefined),
    ...groups.filter(({ key }) => wanted(groupKey(key)) === undefined),
  ].map(({ rect }) => rect);
  const put = <P extends Placed>(place: P, to: Point | undefined): P => {
    if (to === undefined) return place;
    const rect = nearestFree({ ...place.rect, ...to }, still, room);
    still.push(rect);
    return { ...place, rect };
  };
  return {
    cards: cards.map((card) => put(card, wanted(cardKey(card.actor)))),
    groups: groups.map((group) => put(group, wanted(groupKey(group.key)))),
  };
}

/** A place that is out of sight counts as so many px further away than any in sight. */
const OUTSIDE = 100_000;

/** Side by side there must be room for a packet, below one another for a wire. */
const BESIDE = 72;

const grown = ({ x, y, width, height }: Rect): Rect => ({
  x: x - BESIDE,
  y: y - STAGE.cardGap,
  width: width + 2 * BESIDE,
  height: height + 2 * STAGE.cardGap,
});

/**
 * The place nearest to where `rect` is that keeps its distance from all others, in the room if there
 * is one.
 */
function nearestFree(rect: Rect, others: readonly Rect[], room: Size): Rect {
  const { width, height } = rect;
  const min = STAGE.margin;
  const max = { x: room.width - min - width, y: room.height - min - height };
  const within = (value: number, high: number) => clamp(value, min, Math.max(min, high));
  const start = { x: within(rect.x, max.x), y: within(rect.y, max.y), width, height };
  const walls = others.map(grown);
  const isFree = (place: Rect) => !walls.some((wall) => intersect(place, wall));
  if (isFree(start)) return start;
  // The nearest free place touches a wall on one axis, and on the other too or not at all.
  const xs = [start.x, ...walls.flatMap((wall) => [wall.x - width, right(wall)])];
  const ys = [start.y, ...walls.flatMap((wall) => [wall.y - height, bottom(wall)])];
  let best: Rect | null = null;
  let distance = Number.POSITIVE_INFINITY;
  for (const x of xs) {
    for (const y of ys) {
      if (x < min || y < min) continue;
      const outside = Math.max(0, x - max.x) + Math.max(0, y - max.y);
      const away = Math.hypot(x - start.x, y - start.y) + (outside > 0 ? OUTSIDE : 0);
      if (away >= distance || !isFree({ x, y, width, height })) continue;
      distance = away;
      best = { x, y, width, height };
    }
  }
  const low = Math.max(min, ...walls.map(bottom));
  return best ?? { ...start, y: clamp(low, min, Number.MAX_SAFE_INTEGER) };
}
