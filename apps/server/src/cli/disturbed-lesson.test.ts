import { type Lesson, lessons } from "@sockscope/lessons";
import { expect, inject, test } from "vitest";
import { DISTURBANCES, DisturbedLab } from "./disturbed-lesson.fixture.ts";

/**
 * `DISTURB=all` tries every disturbance at every step of every lesson. A number tries that many for
 * each lesson. `DISTURB_SEED` selects others.
 */
const RUNS_PER_LESSON = process.env["DISTURB"] ?? "1";
const SEED = Number(process.env["DISTURB_SEED"] ?? 1);
/** ms without progress after which a lesson reports that it waits in vain. */
const PATIENCE = 1500;

/** A generator of numbers from 0 to 1, the same for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Case {
  readonly lesson: Lesson;
  readonly step: number;
  /** The phase at which the step is disturbed. */
  readonly phase: string;
  readonly what: string;
  readonly seed: number;
}

function casesOf(lesson: Lesson, nth: number): readonly Case[] {
  const all = lesson.steps.flatMap(({ predict }, step) =>
    ["doing", "done", ...(predict ? ["asking"] : [])].flatMap((phase) =>
      Object.keys(DISTURBANCES).map((what) => ({ lesson, step, phase, what, seed: SEED })),
    ),
  );
  if (RUNS_PER_LESSON === "all") return all;
  const random = seeded(SEED * 1000 + nth);
  return Array.from({ length: Number(RUNS_PER_LESSON) }, () => {
    const chosen = all[Math.floor(random() * all.length)];
    if (chosen === undefined) throw new Error(`${lesson.id} has no steps`);
    return { ...chosen, seed: Math.floor(random() * 2 ** 31) };
  });
}

const CASES = lessons
  .flatMap(casesOf)
  .map(
    (one) =>
      [`${one.lesson.id}, step ${one.step + 1} ${one.phase}: somebody ${one.what}`, one] as const,
  );

/** The faults of a disturbed lesson, and of the step when it is played again. */
async function faultsOf({ lesson, step, phase, what, seed }: Case): Promise<readonly string[]> {
  const lab = new DisturbedLab(new URL(inject("threadWorker")));
  const random = seeded(seed);
  const faults: string[] = [];
  let disturbed = false;
  const disturb = async () => {
    for (const command of DISTURBANCES[what]?.(lab.stage, random) ?? []) await lab.send(command);
  };
  const { how, view } = await lab.play(lesson, {
    ...{ goal: step, patience: PATIENCE },
    at: (place) => {
      if (disturbed || place !== `${step} ${phase}`) return;
      disturbed = true;
      void disturb();
    },
  });
  if (how === "hung") faults.push("it says nothing and does not go on");
  // A claim may only be reported as broken if nobody has intervened.
  if (view.intervention === null && view.problem === null)
    faults.push(...view.broken.map(({ says }) => `it does not hold that ${says}`));
  if (how === "told") {
    const anew = await lab.play(lesson, { goal: view.step, patience: 20_000 });
    const { problem, broken, intervention } = anew.view;
    if (anew.how !== "over") faults.push(`anew it does not come to its end (${problem?.kind})`);
    if (intervention !== null) faults.push(`anew it takes its own ${intervention} for another's`);
    faults.push(...broken.map(({ says }) => `anew it does not hold that ${says}`));
  }
  await lab.close();
  return faults;
}

test.concurrent.each(CASES)(
  "goes on, or says what happened and can be begun anew: %s",
  async (_name, disturbed) => expect(await faultsOf(disturbed)).toEqual([]),
);
