import { programInfo } from "@sockscope/programs/ids";
import {
  type Actor,
  asLines,
  groupKeyOf,
  groupsOf,
  type Place,
  type Places,
  placesAt,
  RouteMemory,
  type Size,
  StageIndex,
  type StageLayout,
  type StageView,
  stageLayout,
} from "@sockscope/trace";
import { useMemo, useState } from "react";
import { getTrace, lessonFocus, lessonLeads, useApp, useStageView } from "../../../store/index.ts";

/** Until one has been measured. */
const CONTROLS_HEIGHT = 150;
/** More clients of one program than this are folded until somebody unfolds them. */
const FOLD_BEYOND = 12;
/** It is worth folding so many, if somebody wants to. */
const WORTH_FOLDING = 4;

/** What the stage of a lesson is laid out for in a room: the ladder needs the rest of the height. */
const ROOM = {
  /** A share of the window's height, and px before enlarging: a server in short with one conversation. */
  share: 0.26,
  least: 184,
  /** Two clients in full are higher than that. */
  fullCards: 1,
  /** Kept free below the lowest card. */
  below: 10,
} as const;

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
  /** Programs that are over and of which the lesson's step does not speak: without a card in a room. */
  readonly folded: number;
  /** The height that the cards need, before scaling. */
  readonly need: number;
}

/**
 * The stage of the instant, laid out for an area of `size`. For a room full of people it is never
 * drawn smaller than its type can be read, and larger where that fits.
 */
export function useLayout(area: Size, presenting: boolean): StageScene {
  const view = useStageView();
  const trace = getTrace();
  const index = useMemo(() => new StageIndex(trace), [trace]);
  const memory = useMemo(() => new RouteMemory(), []);
  const [asked, setAsked] = useState<number | "newest" | "none">("newest");
  const [controlsHeight, measured] = useState(CONTROLS_HEIGHT);
  const folds = useApp((state) => state.folds);
  const moved = useApp((state) => state.moved);
  const taken = useApp(({ selection }) => (selection?.kind === "actor" ? selection.actor : null));
  const lit = useApp(({ lesson }) => lesson?.lit);
  const lesson = useApp(lessonLeads);
  const since = useApp(() => lessonFocus()?.from ?? 0);
  const height = lesson ? Math.max(ROOM.least, window.innerHeight * ROOM.share) : area.height;
  const { width } = area;
  index.update();

  return useMemo(() => {
    const size = { width, height };
    const all = placesAt(trace, index, view.step, {
      folded: (key, count) => folds[key] ?? count > FOLD_BEYOND,
      taken,
    });
    const places = lesson ? withoutEnded(all, view, lit ?? [], since) : all;
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
    const lines = asLines(places, lesson ? ROOM.fullCards : undefined);
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
      ...(lesson && { fullCards: ROOM.fullCards }),
      smallestScale: presenting ? 1 : 0,
      largestScale: presenting && !lesson ? 1.4 : 1,
    });
    const foldable = kindsOf(places.left.map(({ actor }) => actor)).filter(
      (actor) => !places.groups.some(({ key }) => key === groupKeyOf(actor)),
    );
    const toggleHand = (actor: number) => setAsked(actor === openHand ? "none" : actor);
    const folded = all.left.length + all.right.length - places.left.length - places.right.length;
    const need = Math.max(0, ...layout.cards.map(({ rect }) => rect.y + rect.height)) + ROOM.below;
    const scene = { view, index, layout, hands, openHand, foldable, toggleHand, measured };
    return { ...scene, folded, need: layout.groups.length > 0 ? layout.size.height : need };
  }, [
    trace,
    index,
    memory,
    view,
    width,
    height,
    asked,
    controlsHeight,
    folds,
    moved,
    taken,
    presenting,
    lesson,
    lit,
    since,
  ]);
}

/** Without the cards of programs that were over before step `since`, but for those that are spoken of. */
function withoutEnded(
  places: Places,
  { actors }: StageView,
  lit: readonly number[],
  since: number,
): Places {
  const over = new Set(
    actors.flatMap(({ actor, ended }) =>
      ended === null || lit.includes(actor.id) || (actor.endedStep ?? since) >= since
        ? []
        : [actor.id],
    ),
  );
  const stays = (some: readonly Place[]) =>
    some.filter(({ actor }) => !over.has(actor.id)).map(({ actor }, place) => ({ actor, place }));
  // An empty stage says less than one whose programs are over.
  const left = stays(places.left);
  const right = stays(places.right);
  return left.length + right.length + places.groups.length === 0
    ? places
    : { ...places, left, right };
}

/** One of each kind of which there are many. */
function kindsOf(actors: readonly Actor[]): readonly Actor[] {
  return [...groupsOf(actors).values()].flatMap((some) =>
    some.length >= WORTH_FOLDING && some[0] !== undefined ? [some[0]] : [],
  );
}
