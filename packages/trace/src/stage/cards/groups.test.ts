import { expect, test } from "vitest";
import { traceOf } from "../../testing/cast.ts";
import { Script } from "../../testing/script.ts";
import { groupKeyOf } from "../places/group-key.ts";
import { placesAt } from "../places/places.ts";
import { StageIndex } from "../places/stage-index.ts";
import { groupNumber } from "./groups.ts";

/** Clients of one program: those of group 1, those of group 2, and two that came alone. */
function crowd() {
  const script = new Script();
  script.actorAdded("server");
  for (const [number, group] of [1, 1, 1, 2, 2, 2, null, null].entries())
    script.add({
      ...{ kind: "actor.added", actor: 10 + number, role: "client", type: "SOCK_STREAM" },
      ...{ program: "hello-client", number: number + 1, ...(group !== null && { group }) },
    });
  return traceOf(script);
}

test("who was started together folds together, others by their program", () => {
  const trace = crowd();
  const keys = trace.actors.filter(({ role }) => role === "client").map(groupKeyOf);
  expect(new Set(keys).size).toBe(3);
  const index = new StageIndex(trace).update();
  const places = placesAt(trace, index, trace.steps.length, {
    folded: (_, count) => count > 2,
    expanded: null,
  });
  const members = places.groups.map((group) => group.members.map(({ actor }) => actor.id));
  expect(members).toEqual([
    [10, 11, 12],
    [13, 14, 15],
  ]);
  const numbers = trace.actors.map((actor) => groupNumber(trace.actors, actor));
  expect(numbers).toEqual([null, 1, 1, 1, 2, 2, 2, null, null]);
  expect(places.left.map(({ actor }) => actor.id)).toEqual([16, 17]);
});
