import { PERFECT_LINK } from "@sockscope/protocol";
import { expect, test } from "vitest";
import { type Conditions, tidy } from "./tidy.ts";
import type { Answer } from "./view.ts";

const PLAIN: Conditions = {
  actors: [],
  gate: { mode: "free" },
  breakpoints: new Map(),
  links: [],
};
const MESSY: Conditions = {
  actors: [1, 2],
  gate: { mode: "step" },
  breakpoints: new Map([
    [1, { on: "error" }],
    [2, { on: "error", actor: 2 }],
  ]),
  links: [
    { scope: { over: "stage" }, conditions: PERFECT_LINK },
    { scope: { over: "pair", a: 1, b: 2 }, conditions: PERFECT_LINK },
  ],
};
/** What is left of it when the cards are gone. */
const CLEARED: Conditions = {
  ...MESSY,
  actors: [],
  breakpoints: new Map([[1, { on: "error" }]]),
  links: MESSY.links.slice(0, 1),
};

/** Says what was sent, and whether the lesson may begin. */
async function tidied(answers: (done: string) => Answer | null, before = MESSY, after = CLEARED) {
  const sent: string[] = [];
  let now = before;
  const problem = await tidy(
    () => now,
    async (command) => {
      sent.push(command.do);
      if (command.do === "clear") now = after;
      return answers(command.do);
    },
  );
  return { sent, problem };
}
const ok = (): Answer => ({ ok: true, actors: [] });
const refused = (code: string): Answer => ({ ok: false, problem: { code, message: "" } });

test("nothing is asked for where nothing stands and nothing is set", async () => {
  expect(await tidied(ok, PLAIN)).toEqual({ sent: [], problem: null });
});

test("the cards go first, so that what ends with them is not taken back", async () => {
  expect(await tidied(ok)).toEqual({
    sent: ["clear", "no-breakpoint", "gate", "link"],
    problem: null,
  });
});

test.each([
  ["no-breakpoint", "unknown-breakpoint"],
  ["link", "unknown-actor"],
])("what somebody else has taken back meanwhile is no problem: %s", async (which, code) => {
  const { sent, problem } = await tidied((done) => (done === which ? refused(code) : ok()));
  expect(problem).toBeNull();
  expect(sent).toHaveLength(4);
});

test("one who has begun another lesson meanwhile stops it", async () => {
  const { sent, problem } = await tidied((done) => (done === "gate" ? null : ok()));
  expect([sent, problem]).toEqual([["clear", "no-breakpoint", "gate"], null]);
});

test("any other refusal is told, and nothing more is asked for", async () => {
  const { sent, problem } = await tidied((done) =>
    done === "clear" ? refused("link-lost") : ok(),
  );
  expect([sent, problem?.code]).toEqual([["clear"], "link-lost"]);
});
