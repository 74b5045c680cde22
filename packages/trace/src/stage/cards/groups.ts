import type { Actor } from "../../types/actor.ts";
import type { ActorView } from "../../types/stage.ts";
import type { Rect } from "../geometry/shapes.ts";
import { GROUP } from "../geometry/sizes.ts";
import type { PlacedGroup } from "../places/places.ts";
import type { Views } from "./card-place.ts";

/** One of a group: a dot. `cell` is its place in the grid, counted row by row. */
export interface GroupMember {
  readonly actor: number;
  /** Null for one that is yet to come: its place is kept. */
  readonly view: ActorView | null;
  readonly cell: number;
}

/** The dots of a group, measured from its card's top left. `cell` is a dot's square in px. */
export interface DotGrid {
  readonly x: number;
  readonly y: number;
  readonly cell: number;
  readonly columns: number;
  readonly rows: number;
}

/** Many clients in one card on the left that still shows each one's state. */
export interface GroupPlace {
  readonly key: string;
  /** Any of its members: they are all alike. */
  readonly like: Actor;
  readonly members: readonly GroupMember[];
  readonly rect: Rect;
  readonly grid: DotGrid;
}

/**
 * Which of the groups of its program it belongs to, counted from 1 over those that stood beside it;
 * null where nothing else of its program folds, and for those that were started alone.
 */
export function groupNumber(actors: readonly Actor[], like: Actor): number | null {
  if (like.group === null) return null;
  const groups = new Set<number>();
  let alone = 0;
  for (const one of actors) {
    const beside =
      (one.removedStep === null || one.removedStep > like.addedStep) &&
      (like.removedStep === null || one.addedStep < like.removedStep);
    if (!beside || one.program !== like.program || one.role !== like.role) continue;
    if (one.group === null) alone++;
    else groups.add(one.group);
  }
  if (groups.size < 2 && alone < 2) return null;
  return [...groups].sort((a, b) => a - b).indexOf(like.group) + 1;
}

/** The dots' middle, from the top left of the stage. */
export function dotAt({ rect, grid }: GroupPlace, cell: number): { x: number; y: number } {
  return {
    x: rect.x + grid.x + ((cell % grid.columns) + 0.5) * grid.cell,
    y: rect.y + grid.y + (Math.floor(cell / grid.columns) + 0.5) * grid.cell,
  };
}

/** The member whose square holds a point of the stage; null if there is none. */
export function memberAt(group: GroupPlace, x: number, y: number): GroupMember | null {
  const { rect, grid, members } = group;
  const column = Math.floor((x - rect.x - grid.x) / grid.cell);
  const row = Math.floor((y - rect.y - grid.y) / grid.cell);
  if (column < 0 || column >= grid.columns || row < 0) return null;
  const cell = row * grid.columns + column;
  return members.find((member) => member.cell === cell && member.view !== null) ?? null;
}

/** The grid with the largest dots that fits into `width` x `height`, and no wider than needed. */
function dotGrid(count: number, width: number, height: number): DotGrid {
  const inner = (wide: number) => wide - 2 * GROUP.inset;
  const columnsAt = (cell: number, wide: number) => Math.max(1, Math.floor(inner(wide) / cell));
  const rowsAt = (cell: number, wide: number) => Math.ceil(count / columnsAt(cell, wide));
  const widest = Math.max(GROUP.width, width);
  let cell: number = GROUP.largestCell;
  while (cell > GROUP.smallestCell && rowsAt(cell, widest) * cell > height) cell--;
  let wide: number = GROUP.width;
  while (wide < widest && rowsAt(cell, wide) * cell > height) wide += cell;
  wide = Math.min(wide, widest);
  const columns = columnsAt(cell, wide);
  return { x: GROUP.inset, y: GROUP.head, cell, columns, rows: Math.max(1, rowsAt(cell, wide)) };
}

/** Groups below one another, measured from the left edge; they may need more than their room. */
export function placeGroups(
  groups: readonly PlacedGroup[],
  views: Views,
  top: number,
  room: { readonly width: number; readonly height: number },
): readonly GroupPlace[] {
  const each = (room.height + GROUP.gap) / Math.max(1, groups.length) - GROUP.gap;
  let y = top;
  return groups.map(({ key, like, members }) => {
    const count = Math.max(0, ...members.map(({ place }) => place)) + 1;
    const grid = dotGrid(count, room.width, each - GROUP.head - GROUP.foot);
    const width = Math.max(GROUP.width, grid.columns * grid.cell + 2 * GROUP.inset);
    const height = GROUP.head + grid.rows * grid.cell + GROUP.foot;
    const rect = { x: 0, y, width, height };
    y += height + GROUP.gap;
    return {
      key,
      like,
      rect,
      grid,
      members: members.map(({ actor, place }) => ({
        actor: actor.id,
        view: views.get(actor.id) ?? null,
        cell: place,
      })),
    };
  });
}
