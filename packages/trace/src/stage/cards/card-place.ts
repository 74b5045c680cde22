import type { ActorView } from "../../types/stage.ts";
import type { Rect } from "../geometry/shapes.ts";
import type { ServerForm } from "../geometry/sizes.ts";
import type { Places } from "../places/places.ts";
import type { StageIndex } from "../places/stage-index.ts";
import type { ServerInside } from "./server-card.ts";

export interface CardPlace {
  readonly actor: number;
  /** Null for a card that is yet to come: its place is kept. */
  readonly view: ActorView | null;
  readonly side: "left" | "right";
  /** A line is a card reduced to one row. */
  readonly form: "full" | "line";
  /** A line's column, from the left. */
  readonly column: number;
  readonly rect: Rect;
  /** Only a TCP server's. */
  readonly inside: ServerInside | null;
  /** Whether a hand client's controls stand inside the card. */
  readonly open: boolean;
}

export interface CardsInput {
  readonly views: Views;
  readonly places: Places;
  readonly index: StageIndex;
  /** Which actors are driven by hand. */
  readonly byHand: (actor: number) => boolean;
  /** Which hand clients show their controls, and how high those are. */
  readonly open: ReadonlySet<number>;
  readonly controlsHeight: number;
  /** As in the input of the layout. */
  readonly fullCards?: number;
  /** Of the servers, and in how many columns they stand. Whole and in one if not given. */
  readonly form?: ServerForm;
  readonly columns?: number;
  /** By server, of this form: filled as they are needed, for those who try several sizes. */
  readonly insides?: Map<number, ServerInside>;
}

export type Views = ReadonlyMap<number, ActorView>;
/** Cards of the left side, measured from its left edge. */
export interface Block {
  readonly cards: readonly CardPlace[];
  readonly width: number;
}
