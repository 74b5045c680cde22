import { describe, expect, test } from "vitest";
import { sceneAt } from "../../model/scenes.ts";
import type { Trace } from "../../model/trace.ts";
import { at, payloadOf, Script } from "../../testing/script.ts";
import type { TimelineWords } from "../../text/row-label.ts";
import { createTrace } from "../../trace.ts";
import { evenScale, timeScale } from "../axis/scale.ts";
import type { DrawItem } from "../draw/draw-list.ts";
import { type Box, overlaps } from "../draw/labels.ts";
import { svgOf } from "../draw/svg.ts";
import { drawLadder } from "../ladder/ladder.ts";
import { drawLanes } from "../lanes/lanes.ts";
import { measure, words } from "../testing/words.fixture.ts";

/** Worse than the page's: whatever was sent is said in full. */
const verbose: TimelineWords = {
  ...words,
  flight: ({ cargo }) =>
    cargo.kind === "segment" ? cargo.flags : new TextDecoder().decode(cargo.prefix),
};

const traceOf = (script: Script, times?: (seq: number) => number): Trace => {
  const trace = createTrace();
  trace.append(
    times === undefined
      ? script.events
      : script.events.map((event) => ({ ...event, t: times(event.seq) })),
  );
  return trace;
};

function printed(count: number): Script {
  const script = new Script();
  const actor = script.actorAdded("server");
  for (let i = 1; i < count; i++) script.add({ kind: "actor.printed", actor, text: `${i}` });
  return script;
}

/** A client that sends this to a server, which reads it. */
function saying(text: string): Script {
  const script = new Script();
  const server = script.actorAdded("server");
  const listener = script.listening(server, 8888);
  const client = script.actorAdded("client");
  const { socket, connection } = script.connected(server, listener, client, [5000, 8888]);
  script.send(client, socket, text);
  script.recv(server, connection, text);
  script.add({ kind: "actor.printed", actor: server, text });
  return script;
}

function neverEnding(): Script {
  const script = new Script();
  const server = script.actorAdded("server");
  const listener = script.listening(server, 8888);
  script.began(server, listener, "accept");
  for (let i = 0; i < 40; i++)
    script.add({ kind: "actor.printed", actor: script.actorAdded("client"), text: "still" });
  return script;
}

/** A client that talks to an address where nobody is known to be. */
function toNobody(): Script {
  const script = new Script();
  const client = script.actorAdded("client");
  const stream = script.opened(client);
  script.failed(script.began(client, stream, "connect", { address: at(9) }), "ECONNREFUSED");
  const socket = script.opened(client, "SOCK_DGRAM");
  const payload = payloadOf("anybody there?");
  script.whole(client, socket, "sendto", { payload, address: at(7) }, { count: payload.length });
  script.add({ kind: "socket.closed", actor: 99, socket: 99 });
  return script;
}

const CONTROL = Array.from({ length: 0x20 }, (_, code) => String.fromCharCode(code)).join("");
const TRACES: Readonly<Record<string, () => Trace>> = {
  "an empty trace": createTrace,
  "one event": () => traceOf(printed(1)),
  "a thousand events at one instant": () => traceOf(printed(1000), () => 5),
  "a clock that seems to run back": () => traceOf(saying("back"), (seq) => 1e6 - seq * 997),
  "a call that never ends": () => traceOf(neverEnding()),
  "an arrow whose other end is unknown": () => traceOf(toNobody()),
  "64 KiB without a space": () => traceOf(saying("x".repeat(64 * 1024))),
  "control and direction-changing characters": () =>
    traceOf(saying(`${CONTROL}\u202e\u2066\u200fabc\u0085\ufffe</text><script>`.repeat(20))),
  "8,000 emoji": () => traceOf(saying("👩‍👩‍👧".repeat(1000) + "😀".repeat(8000))),
};

describe.each(Object.entries(TRACES))("%s", (_, make) => {
  const trace = make();
  const all = trace.steps.length;
  test.each([320, 1280, 3840])(
    "draws at %i px: nothing overlaps, everything is somewhere",
    (width) => {
      for (const position of new Set([0, all / 2, all])) {
        const scene = sceneAt(trace.actors, trace.steps, position);
        const scales = [
          evenScale(scene.from, scene.to, 32),
          evenScale(scene.from, scene.to, 0.2),
          timeScale(trace.steps, scene.from, scene.to, 1e-10),
          timeScale(trace.steps, scene.from, scene.to, 10),
        ];
        for (const scale of scales) {
          const viewport = { width, height: 500, scrollX: 0, scrollY: 0 };
          const selected = { call: null, actor: null, step: null };
          const input = {
            ...{ trace, scene, scale, viewport, position, selected, measure, words: verbose },
          };
          for (const { items, labels } of [drawLadder(input), drawLanes(input)]) {
            expect(items.filter((item) => !finite(item))).toEqual([]);
            expect(overlapping(labels)).toEqual([]);
            const color = () => "#000";
            const words = (_: string, alpha: number) => ({ color: "#000", alpha });
            const theme = { color, words, family: () => "sans" };
            const svg = svgOf(items, { width, height: 500, title: "" }, theme, measure);
            expect(svg).not.toContain("<script");
          }
        }
      }
    },
  );
});

const finite = (item: DrawItem): boolean =>
  Object.values(item).every((value) => typeof value !== "number" || Number.isFinite(value));

const overlapping = (boxes: readonly Box[]): readonly (readonly [Box, Box])[] =>
  boxes.flatMap((a, i) =>
    boxes.slice(i + 1).flatMap((b) => (overlaps(a, b) ? [[a, b] as const] : [])),
  );
