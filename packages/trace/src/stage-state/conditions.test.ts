import { type LinkScope, PERFECT_LINK } from "@sockscope/protocol";
import { expect, test } from "vitest";
import { Script } from "../testing/script.ts";
import { createTrace } from "../trace.ts";

test("in a recording of before rules G6 and L6, too, what held for a card is over with it", () => {
  const script = new Script();
  const server = script.actorAdded("server");
  const client = script.actorAdded("client");
  const other = script.actorAdded("client");
  const link = (scope: LinkScope) =>
    script.add({ kind: "link.set", scope, conditions: PERFECT_LINK, seed: 1 });
  link({ over: "stage" });
  link({ over: "pair", a: client, b: server });
  link({ over: "direction", from: server, to: other });
  script.add({ kind: "breakpoint.set", breakpoint: 1, when: { on: "error" } });
  script.add({ kind: "breakpoint.set", breakpoint: 2, when: { on: "error", actor: client } });
  script.add({ kind: "actor.removed", actor: client });
  const trace = createTrace();
  trace.append(script.events);
  const { links, breakpoints } = trace.stageAt(trace.steps.length);
  expect(links.map(({ scope }) => scope.over)).toEqual(["stage", "direction"]);
  expect([...breakpoints.keys()]).toEqual([1]);
  // One step back all of them hold.
  const before = trace.stageAt(trace.steps.length - 1);
  expect([before.links.length, before.breakpoints.size]).toEqual([3, 2]);
});
