/** Sizes of the stage's parts in px before scaling; the page's cards are drawn to these. */
export const STAGE = {
  margin: 24,
  /** The smallest stretch of wire between clients and servers, so that a packet can be read. */
  wireRoom: 170,
  /** The widest that the cards may stand apart: a longer wire only makes the eye walk. */
  widest: 1240,
  cardGap: 16,
  smallestScale: 0.7,
  /** More cards than this on the left are drawn as lines. */
  fullCards: 3,
} as const;

/** A client or an outsider in full. */
export const CLIENT = {
  width: 240,
  height: 112,
  /** A hand client that runs prints nothing: a line less. */
  handHeight: 90,
  /** Where its wire begins: at the line of the address. */
  portAt: 44,
  /** With its controls open. */
  openWidth: 288,
} as const;

/** A client as one line. Between two columns a packet has room to wait, with the number behind it. */
export const LINE = { width: 264, height: 34, gap: 20, gutter: 68 } as const;

export const SERVER = {
  width: 252,
  /** From the top of the card: name and address. */
  head: 62,
  inset: 14,
  /** The line of the listening address. */
  portAt: 44,
  /** What it is doing, and what it printed. */
  foot: 60,
  waiting: 46,
  gap: 8,
} as const;

/**
 * Where a whole card does not fit: its rows, its waiting room and its foot in one line each. `gutter` has
 * room for wires, `narrow` none.
 */
export const LOW = { margin: 12, row: 26, waiting: 28, foot: 36, gutter: 64, narrow: 24 } as const;

/** As whole a card as there is room for: `rows` conversations at most, the rest of them in one. */
export interface ServerForm {
  readonly low: boolean;
  readonly rows: number;
}
export const WHOLE: ServerForm = { low: false, rows: 8 };

/** How a server's conversations are drawn, by how many rows it has needed at once. */
export function rowForm(rows: number): { readonly height: number; readonly gap: number } {
  return rows <= 2 ? { height: 50, gap: 8 } : { height: 26, gap: 4 };
}
/** Clients folded together: head, a grid of dots, a small foot. */
export const GROUP = {
  width: 264,
  head: 64,
  foot: 14,
  inset: 18,
  gap: 20,
  /** A dot's square. */
  largestCell: 18,
  smallestCell: 7,
} as const;

/** With more than this a server shows only two rows, and dots for the rest. */
export const CROWD = { from: 24, rows: 2, height: 76 } as const;

/** Packets: in flight with a piece of their payload, and waiting with their size only. */
export const PACKET = {
  flying: 30,
  waiting: 20,
  /** Both, where clients are lines. */
  small: 18,
  gap: 4,
} as const;
