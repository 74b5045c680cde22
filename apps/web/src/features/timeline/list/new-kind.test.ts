import type { Event, Fact } from "@sockscope/protocol";
import { createTrace, rowLabel } from "@sockscope/trace";
import { expect, test } from "vitest";
import { en } from "../../../i18n/en/en.ts";
import { stepSentence } from "../../../i18n/step-sentence.ts";
import { zh } from "../../../i18n/zh/zh.ts";
import { timelineWords } from "../words.ts";
import { stepLine } from "./step-line.ts";

const envelope = { truth: "observed", source: "kernel" } as const;

/** A kind that nothing but the protocol's table would know. */
const NEW_KIND = { kind: "tcp.tuned", actor: 1, socket: 2, rtt: 5 } as unknown as Fact;

test("a kind that the model gives no meaning is a step with a label and a sentence", () => {
  const trace = createTrace();
  const type = "SOCK_STREAM";
  const call = { actor: 1, socket: null, call: 1, verb: "socket" } as const;
  const facts: readonly Fact[] = [
    { kind: "actor.added", actor: 1, role: "client", type, program: "tcp-client", number: 1 },
    { kind: "call.began", ...call, args: { type } },
    { kind: "call.ended", ...call, result: { socket: 2 } },
    NEW_KIND,
  ];
  trace.append(
    facts.map((fact, index): Event => ({ ...envelope, seq: index + 1, t: index, ...fact })),
  );
  const before = trace.stageAt(trace.steps.length - 1);
  const after = trace.stageAt(trace.steps.length);
  expect(after.actors).toEqual(before.actors);
  const step = trace.steps.get(trace.steps.length - 1);
  if (step?.kind !== "event") throw new Error("the event is no step");
  expect(rowLabel(step, timelineWords(en))?.text).toBe("tcp.tuned: socket 2, rtt 5");
  expect(stepLine(step, en)).toBe("tcp.tuned: socket 2, rtt 5");
  expect(stepSentence(en, trace, step)).toBe("tcp-client 1: tcp.tuned: socket 2, rtt 5");
  expect(stepSentence(zh, trace, step)).toBe("tcp-client 1：tcp.tuned: socket 2, rtt 5");
});
