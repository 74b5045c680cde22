import type { Event, Fact } from "@sockscope/protocol";
import { createTrace } from "@sockscope/trace";
import { expect, test } from "vitest";
import { en } from "../../i18n/en/en.ts";
import { callPositionOf, ofChosen } from "./call-position.ts";

/** A program that stands at a breakpoint on its recv: before it, or (`at`) before it returns. */
function stopped(at: "call" | "return") {
  const about = { actor: 1, call: 3, socket: 2, verb: "recv", args: { size: 9 } } as const;
  const asked = { actor: 1, call: 1, socket: null, verb: "socket" } as const;
  const added = { kind: "actor.added", actor: 1, role: "client", type: "SOCK_STREAM" } as const;
  const facts: readonly Fact[] = [
    { ...added, program: "hello-client", number: 1 },
    { kind: "call.began", ...asked, args: { family: "AF_INET", type: "SOCK_STREAM" } },
    { kind: "call.ended", ...asked, result: { socket: 2 } },
    ...(at === "return" ? [{ kind: "call.began", ...about } as const] : []),
    { kind: "gate.reached", ...about, at, why: "breakpoint", breakpoint: 1 },
  ];
  const said = { truth: "observed", source: "program" } as const;
  const trace = createTrace();
  trace.append(facts.map((fact, index): Event => ({ seq: index + 1, t: index, ...said, ...fact })));
  const steps = trace.steps.length;
  const [view] = trace.stageAt(steps).actors;
  if (view === undefined) throw new Error("nobody is on the stage");
  return { view, steps, call: trace.calls.get(3) };
}

test("a call at the gate has not begun", () => {
  const { view, steps } = stopped("call");
  expect(callPositionOf(view, "all", steps)?.state).toBe("gate");
});

test("one that is stopped before it returns has its outcome, and nobody says otherwise", () => {
  const { view, steps, call } = stopped("return");
  if (call === undefined) throw new Error("there is no call");
  expect(callPositionOf(view, "all", steps)?.state).toBe("held");
  expect(ofChosen(call, view, steps).state).toBe("held");
  expect(en.code.states.held("recv")).not.toMatch(/not begun|asleep/i);
});
