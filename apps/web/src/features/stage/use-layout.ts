import { programInfo } from "@sockscope/programs/ids";
import {
  asLines,
  placesAt,
  type Size,
  StageIndex,
  type StageLayout,
  type StageView,
  stageLayout,
} from "@sockscope/trace";
import { useMemo, useState } from "react";
import { getTrace, useStageView } from "../../store/index.ts";

/** Until one has been measured. */
const CONTROLS_HEIGHT = 150;

export interface StageScene {
  readonly view: StageView;
  readonly index: StageIndex;
  readonly layout: StageLayout;
  /** Hand clients that run at this instant. */
  readonly hands: ReadonlySet<number>;
  /** The one whose controls are asked for; null: none. */
  readonly openHand: number | null;
  readonly toggleHand: (actor: number) => void;
  readonly measured: (height: number) => void;
}

/** The stage of the instant, laid out for an area of `size`. */
export function useLayout(size: Size): StageScene {
  const view = useStageView();
  const trace = getTrace();
  const index = useMemo(() => new StageIndex(trace), [trace]);
  const [asked, setAsked] = useState<number | "newest" | "none">("newest");
  const [controlsHeight, measured] = useState(CONTROLS_HEIGHT);
  index.update();

  return useMemo(() => {
    const places = placesAt(trace, index, view.step);
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
    });
    const toggleHand = (actor: number) => setAsked(actor === openHand ? "none" : actor);
    return { view, index, layout, hands, openHand, toggleHand, measured };
  }, [trace, index, view, size, asked, controlsHeight]);
}
