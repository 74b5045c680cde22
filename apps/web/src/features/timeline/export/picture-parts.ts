import {
  AXIS,
  evenScale,
  gutterOf,
  HEAD,
  PAD,
  type Scale,
  type Scene,
  type Trace,
  timeScale,
  type Viewport,
} from "@sockscope/trace";

/** The most px that one picture may have along the axis of time and aacross it, and how many there may be. */
export interface PictureLimits {
  readonly along: number;
  readonly cross: number;
  readonly pictures: number;
}

/** One of the pictures that make up a whole: which part of it, and what it is called. */
export interface PicturePart {
  readonly viewport: Viewport;
  /** `2` of pictures that follow one another; `2-1` where they also stand side by side. */
  readonly name: string;
}

/** Room for a step in which its label can be read, in px. */
const READABLE = { ladder: 24, lanes: 44 } as const;
/** Room behind the last step, in px. */
const TAIL = { ladder: 60, lanes: 140 } as const;
const MIN_SIZE = { width: 640, height: 160 };

/** A length in pieces of equal size, none above `most`. */
function pieces(length: number, max: number): { readonly count: number; readonly size: number } {
  const count = Math.max(1, Math.ceil(length / max));
  return { count, size: Math.ceil(length / count) };
}

/**
 * The scale of a whole: as it is looked at or closer, so that each step can be read, or as large as
 * `room` px hold all of it. Nothing is ever left out.
 */
export function wholeScale(
  now: Scale,
  layout: "ladder" | "lanes",
  { from, to }: Scene,
  trace: Trace,
  room: number,
): Scale {
  if (now.kind === "time" && now.pxPerNs !== null) {
    const share = Math.min(1, room / Math.max(1, now.extent));
    return timeScale(trace.steps, from, to, now.pxPerNs * share);
  }
  const steps = Math.max(1, to - from);
  const seen = now.extent / steps;
  const readable = Math.max(seen, READABLE[layout]);
  const fitting = room / steps;
  return evenScale(from, to, readable <= fitting ? readable : Math.min(seen, fitting));
}

/** How many px along the axis all pictures together have, where `cross` of them stand side by side. */
export const roomAlong = (
  layout: "ladder" | "lanes",
  { along, pictures }: PictureLimits,
  cross: number,
): number => Math.max(1, Math.floor(pictures / cross)) * (along - fixedOf(layout)) - TAIL[layout];

/** Names and axis stand on each picture. */
const fixedOf = (layout: "ladder" | "lanes"): number =>
  layout === "ladder" ? HEAD : gutterOf(MIN_SIZE.width) + PAD;

/** The ladder's pictures: lifelines that do not fit into one stand side by side. */
export function ladderParts(
  scale: Scale,
  limits: PictureLimits,
  /** The width of all lifelines from a px of the axis on: who has left needs no room any more. */
  widthAt: (scrollY: number) => number,
): readonly PicturePart[] {
  const whole = scale.extent + TAIL.ladder;
  const down = pieces(whole, limits.along - HEAD);
  return Array.from({ length: down.count }, (_, row) => {
    const scrollY = row * down.size;
    const height = HEAD + Math.min(down.size, whole - scrollY);
    const right = pieces(Math.max(MIN_SIZE.width, widthAt(scrollY)), limits.cross);
    return Array.from({ length: right.count }, (_, column) => ({
      viewport: { width: right.size, height, scrollX: column * right.size, scrollY },
      name: nameOf(row, column, right.count),
    }));
  }).flat();
}

/** The pictures of lanes: rows that do not fit into one stand below one another. */
export function lanesParts(
  scale: Scale,
  limits: PictureLimits,
  rows: { readonly count: number; readonly height: number },
): readonly PicturePart[] {
  const fixed = fixedOf("lanes");
  const right = pieces(scale.extent + TAIL.lanes, limits.along - fixed);
  const width = Math.max(MIN_SIZE.width, right.size + fixed);
  const inOne = Math.max(1, Math.floor((limits.cross - AXIS) / rows.height));
  const down = pieces(Math.max(1, rows.count), inOne);
  const high = down.size * rows.height;
  return Array.from({ length: right.count }, (_, column) =>
    Array.from({ length: down.count }, (_, row) => ({
      viewport: {
        width,
        height: Math.max(MIN_SIZE.height, AXIS + high),
        scrollX: column * right.size,
        scrollY: row * high,
      },
      name: nameOf(column, row, down.count),
    })),
  ).flat();
}

const nameOf = (along: number, cross: number, side: number): string =>
  side === 1 ? `${along + 1}` : `${along + 1}-${cross + 1}`;
