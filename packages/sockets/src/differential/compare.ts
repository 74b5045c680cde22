import { isMoreThanWanted, isRestOfReadAhead, KNOWN } from "./known.ts";
import type { Answer, Step } from "./steps.fixture.ts";
import { World } from "./world.ts";

/** Ports differ from run to run, so they are numbered in the order of their first use. */
function renumber(): (value: unknown) => unknown {
  const seen = new Map<number, string>();
  const port = (value: number): string | number => {
    if (value < 1024) return value;
    const name = seen.get(value) ?? `port ${seen.size + 1}`;
    seen.set(value, name);
    return name;
  };
  const walk = (value: unknown): unknown => {
    if (!Array.isArray(value)) return value;
    const [first, second] = value as readonly unknown[];
    if (typeof first === "string" && typeof second === "number") return [first, port(second)];
    return value.map(walk);
  };
  return walk;
}

/** Both runs, one line per call, in a comparable form, up to a known difference. */
export function comparable(
  steps: readonly Step[],
  mine: readonly Answer[],
  reference: readonly Answer[],
): [mine: string[], reference: string[]] {
  const lines = (answers: readonly Answer[]): string[] => {
    const shown = renumber();
    return answers.map((answer) =>
      "gave" in answer ? JSON.stringify(shown(answer.gave)) : answer.failed,
    );
  };
  const [here, there] = [lines(mine), lines(reference)];
  const label = (outcome: string, index: number): string =>
    `${JSON.stringify(steps[index])} ${outcome}`;
  const end = firstKnown(steps, here, there);
  return [here.slice(0, end).map(label), there.slice(0, end).map(label)];
}

/** The index of the first known difference. Without one, the number of calls. */
function firstKnown(
  steps: readonly Step[],
  here: readonly string[],
  there: readonly string[],
): number {
  const world = new World();
  const first = steps.findIndex((step, index) => {
    const [mine = "", theirs = ""] = [here[index], there[index]];
    const state = world.meet(step);
    const known =
      mine !== theirs &&
      (isRestOfReadAhead(state, mine, theirs) ||
        isMoreThanWanted(state, mine, theirs) ||
        KNOWN.some(
          ({ verbs, when, ...outcome }) =>
            verbs.includes(step[0]) &&
            outcome.here.test(mine) &&
            outcome.there.test(theirs) &&
            (when === undefined || when(state)),
        ));
    world.follow(state, mine);
    return known;
  });
  return first < 0 ? here.length : first;
}
