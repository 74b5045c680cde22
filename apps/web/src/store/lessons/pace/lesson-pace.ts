import { clock, getTrace } from "../../session/session.ts";
import { store } from "../../store.ts";
import { firstStepOf } from "../lesson-state.ts";
import { stepWeights } from "./step-weights.ts";

/** While a lesson leads, gives the steps of the trace the weights that its shown step wants. */
export function watchPace(): void {
  let set: readonly unknown[] = [];
  store.subscribe(({ lesson }) => {
    const plays = lesson !== null && lesson.play !== null && lesson.mode !== "free";
    const trace = getTrace();
    const wanted = plays ? [trace, firstStepOf(lesson), lesson.lit.join()] : [];
    if (wanted.length === set.length && wanted.every((one, i) => one === set[i])) return;
    set = wanted;
    clock.setWeights(plays ? stepWeights(trace, firstStepOf(lesson), new Set(lesson.lit)) : null);
  });
}
