import { expect, test } from "vitest";
import { sceneAt } from "../../model/scenes.ts";
import type { Trace } from "../../model/trace.ts";
import { createTrace } from "../../trace.ts";
import { evenScale } from "../axis/scale.ts";
import { drawLadder } from "../ladder/ladder.ts";
import { drawLanes } from "../lanes/lanes.ts";
import { held } from "../testing/link.fixture.ts";
import { talk } from "../testing/talk.fixture.ts";
import { measure, words } from "../testing/words.fixture.ts";
import { hitTest } from "./targets.ts";

function drawings(trace: Trace, step: number, height = 3000) {
  const position = trace.steps.length;
  const scene = sceneAt(trace.actors, trace.steps, position);
  const scale = evenScale(scene.from, scene.to, step);
  const viewport = { width: 3000, height, scrollX: 0, scrollY: 0 };
  const selected = { call: null, actor: null, step: null };
  const input = { trace, scene, scale, viewport, position, selected, measure, words };
  return [drawLadder(input), drawLanes(input)] as const;
}

test("whatever stands on a lifeline or on a row says what it is", () => {
  const { script, client, socket, server } = held(["delay"]);
  script.add({ kind: "actor.printed", actor: server, text: "." });
  script.failed(script.began(client, socket, "recv", { size: 1 }), "ETIMEDOUT");
  const reached = { actor: client, call: 99, socket, verb: "close", args: {}, at: "call" } as const;
  script.add({ kind: "gate.reached", ...reached, why: "step" });
  const trace = createTrace();
  trace.append(script.events);
  for (const { targets } of drawings(trace, 60)) {
    const told = new Set<string>();
    for (const { step, box } of targets.marks) {
      const hit = hitTest(targets, box.x + box.w / 2, box.y + box.h / 2);
      expect(hit?.kind).toBe("step");
      if (hit?.kind !== "step") continue;
      const { event } = step;
      told.add(event.kind === "call.began" ? event.verb : event.kind);
    }
    for (const kind of ["bind", "actor.printed", "recv", "link.fault", "gate.reached"])
      expect(told).toContain(kind);
  }
});

test("the states of sockets can be read in rows of any height", () => {
  const trace = talk([2, 4, 6]);
  for (const height of [200, 3000]) {
    const [, { targets }] = drawings(trace, 60, height);
    const states = targets.bands.filter(({ kind }) => kind === "state");
    expect(states.length).toBeGreaterThan(3);
    for (const band of states) {
      const { x, y, w, h } = band.box;
      const hits = [0.1, 0.3, 0.5, 0.7, 0.9].map((part) =>
        hitTest(targets, x + w * part, y + h / 2),
      );
      const found = hits.some((hit) => hit?.kind === "band" && hit.band.row === band.row);
      expect(found).toBe(true);
    }
  }
});

test("a gap says between which steps it is, a bar of counts how many steps it stands for", () => {
  const few = talk([2, 4]);
  for (const { targets } of drawings(few, 80)) {
    expect(targets.gaps.length).toBeGreaterThan(3);
    for (const { step, ns, box } of targets.gaps) {
      expect(ns).toBe(few.steps.timeAt(step) - few.steps.timeAt(step - 1));
      const hit = hitTest(targets, box.x + box.w / 2, box.y + box.h / 2);
      expect(hit?.kind === "gap" && hit.gap.step).toBe(step);
    }
  }
  const many = talk(Array.from({ length: 900 }, (_, i) => i % 100));
  for (const [at, drawing] of drawings(many, 0.4, 600).entries()) {
    const { items, targets } = drawing;
    const bars = items.flatMap((item) =>
      item.kind === "rect" && item.stroke === null && (at === 0 ? item.h : item.w) === 2.5
        ? [item]
        : [],
    );
    expect(bars.length).toBeGreaterThan(20);
    for (const { x, y, w, h } of bars.slice(0, 40)) {
      const hit = hitTest(targets, x + w / 2, y + h / 2);
      expect(hit?.kind === "count" && hit.counted.count).toBeGreaterThan(0);
    }
  }
});
