import { type Lesson, lessons } from "@sockscope/lessons";
import { describe, expect, inject, test } from "vitest";
import { DISTURBANCES, DisturbedLab } from "./disturbed-lesson.fixture.ts";

/**
 * `DISTURB=all`: every disturbance at every step of every lesson; a number: so many of each lesson.
 * `DISTURB_SEED` chooses others.
 */
const MUCH = process.env["DISTURB"] ?? "1";
const SEED = Number(process.env["DISTURB_SEED"] ?? 1);
/** ms without progress after which a lesson says that it waits for what does not happen. */
const PATIENCE = 1500;

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
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
  if (MUCH === "all") return all;
  const random = seeded(SEED * 1000 + nth);
  return Array.from({ length: Number(MUCH) }, () => {
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

describe("a lesson that somebody disturbs goes on, or says what happened and can be begun anew", () => {
  test.concurrent.each(CASES)("%s", async (_name, { lesson, step, phase, what, seed }) => {
    const lab = new DisturbedLab(new URL(inject("threadWorker")));
    const random = seeded(seed);
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
    expect(how).not.toBe("hung");
    // What the texts say is only said to be untrue where nobody has stepped in.
    const claims = view.broken.map(({ says }) => says);
    if (view.intervention === null && view.problem === null) expect(claims).toEqual([]);
    if (how === "told") {
      expect([view.problem !== null, view.stalled]).toContain(true);
      const anew = await lab.play(lesson, { goal: view.step, patience: 20_000 });
      expect([anew.how, anew.view.problem, anew.view.broken, anew.view.intervention]).toEqual([
        ...["over", null, [], null],
      ]);
    }
    await lab.close();
  });
});
