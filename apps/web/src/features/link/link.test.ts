import { linkConditionsSchema, PERFECT_LINK } from "@sockscope/protocol";
import { type Actor, createTrace, type StageView } from "@sockscope/trace";
import { expect, test } from "vitest";
import { en } from "../../i18n/en/en.ts";
import { PRESETS, presetOf } from "./presets.ts";
import { scopesOf, scopeText } from "./scopes.ts";

const actor = (id: number, role: Actor["role"], type: Actor["type"]): Actor => ({
  ...{ id, role, type, program: role === "outsider" ? null : "echo-server", number: id },
  ...{ concurrency: null, group: null, address: null },
  ...{ addedStep: 0, endedStep: null, removedStep: null },
});
const stageOf = (actors: readonly Actor[], more: Partial<StageView> = {}): StageView => ({
  ...createTrace().stageAt(0),
  actors: actors.map((one) => ({
    ...{ actor: one, ended: null, open: [], last: null, printed: null, process: null },
    ...{ atGate: [], gate: null, sockets: [] },
  })),
  ...more,
});

test("every preset is what the server takes, and is known again", () => {
  for (const [name, conditions] of Object.entries(PRESETS)) {
    expect(linkConditionsSchema.safeParse(conditions).success).toBe(true);
    expect(presetOf(conditions)).toBe(name);
  }
  expect(presetOf({ ...PERFECT_LINK, latency: 1 })).toBeNull();
});

test("an empty stage has one scope", () => {
  expect(scopesOf(stageOf([]))).toEqual([{ over: "stage" }]);
});

test("of an outsider only what is sent to it can be touched", () => {
  const actors = [actor(1, "server", "SOCK_STREAM"), actor(2, "outsider", "SOCK_STREAM")];
  expect(scopesOf(stageOf(actors)).slice(1)).toEqual([{ over: "direction", from: 1, to: 2 }]);
});

test("callers and servers of the same kind make a pair, each way", () => {
  const actors = [
    actor(1, "server", "SOCK_STREAM"),
    actor(2, "client", "SOCK_STREAM"),
    actor(3, "client", "SOCK_DGRAM"),
  ];
  expect(scopesOf(stageOf(actors)).slice(1)).toEqual([
    { over: "pair", a: 2, b: 1 },
    { over: "direction", from: 2, to: 1 },
    { over: "direction", from: 1, to: 2 },
  ]);
});

test("a scope that is set is listed whatever its ends are", () => {
  const scope = { over: "direction", from: 8, to: 9 } as const;
  const links = [{ scope, conditions: PERFECT_LINK }];
  expect(scopesOf(stageOf([], { links }))).toEqual([{ over: "stage" }, scope]);
  const someone = en.sentences.somebody;
  expect(scopeText(en, scope, () => undefined)).toBe(`${someone} → ${someone}`);
});
