import { programInfo } from "@sockscope/programs/ids";
import {
  type Actor,
  asLines,
  groupKeyOf,
  placesAt,
  RouteMemory,
  type Size,
  StageIndex,
  type StageLayout,
  type StageView,
  stageLayout,
} from "@sockscope/trace";
import { useMemo, useState } from "react";
import { getTrace, useApp, useStageView } from "../../../store/index.ts";

/** Until one has been measured. */
const CONTROLS_HEIGHT = 150;
/** More clients of one program than this are folded until somebody unfolds them. */
const FOLD_BEYOND = 12;
/** It is worth folding so many, if somebody wants to. */
const WORTH_FOLDING = 4;

export interface StageScene {
  readonly view: StageView;
  readonly index: StageIndex;
  readonly layout: StageLayout;
  /** Hand clients that run at this instant. */
  readonly hands: ReadonlySet<number>;
  /** The one whose controls are asked for; null: none. */
  readonly openHand: number | null;
  /** One of each kind that could be folded. */
  readonly foldable: readonly Actor[];
  readonly toggleHand: (actor: number) => void;
  readonly measured: (height: number) => void;
}

/**
 * The stage of the instant, laid out for an area of `size`. For a room full of people it is never
 * drawn smaller than its type can be read, and larger where that fits.
 */
export function useLayout(size: Size, presenting: boolean): StageScene {
  const view = useStageView();
  const trace = getTrace();
  const index = useMemo(() => new StageIndex(trace), [trace]);
  const memory = useMemo(() => new RouteMemory(), []);
  const [asked, setAsked] = useState<number | "newest" | "none">("newest");
  const [controlsHeight, measured] = useState(CONTROLS_HEIGHT);
  const folds = useApp((state) => state.folds);
  const moved = useApp((state) => state.moved);
  const taken = useApp(({ selection }) => (selection?.kind === "actor" ? selection.actor : null));
  index.update();

  return useMemo(() => {
    const places = placesAt(trace, index, view.step, {
      folded: (key, count) => folds[key] ?? count > FOLD_BEYOND,
      taken,
    });
    const over = new Set(
      view.actors.flatMap(({ ended, actor }) => (ended === null ? [] : actor.id)),
    );
    const driven = places.left.filter(
      ({ actor }) =>
        actor.program !== null &&
        programInfo(actor.program)?.byHand === true &&
        !over.has(actor.id),
    );
    const hands = new Set(driven.map(({ actor }) => actor.id));
    const newest = driven.findLast(({ actor }) => actor.addedStep < view.step)?.actor.id ?? null;
    const lines = asLines(places);
    const chosen = asked === "newest" ? (lines ? null : newest) : asked === "none" ? null : asked;
    const openHand = chosen !== null && hands.has(chosen) ? chosen : null;
    const layout = stageLayout({
      view,
      places,
      index,
      size,
      byHand: (actor) => hands.has(actor),
      openHand,
      controlsHeight,
      moved,
      memory,
      smallestScale: presenting ? 1 : 0,
      largestScale: presenting ? 1.4 : 1,
    });
    const foldable = kindsOf(places.left.map(({ actor }) => actor)).filter(
      (actor) => !places.groups.some(({ key }) => key === groupKeyOf(actor)),
    );
    const toggleHand = (actor: number) => setAsked(actor === openHand ? "none" : actor);
    return { view, index, layout, hands, openHand, foldable, toggleHand, measured };
  }, [trace, index, memory, view, size, asked, controlsHeight, folds, moved, taken, presenting]);
}

/** One of each kind of which there are many. */
function kindsOf(actors: readonly Actor[]): readonly Actor[] {
  const kinds = new Map<string, Actor[]>();
  for (const actor of actors) {
    const key = groupKeyOf(actor);
    const others = kinds.get(key);
    if (others === undefined) kinds.set(key, [actor]);
    else others.push(actor);
  }
  return [...kinds.values()].flatMap((some) =>
    some.length >= WORTH_FOLDING && some[0] !== undefined ? [some[0]] : [],
  );
}
