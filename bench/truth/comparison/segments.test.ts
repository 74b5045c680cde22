import { expect, test } from "vitest";
import type { WireConnection, WireSegment } from "../capture/connections.ts";
import type { Drawn } from "../playground/drawn.ts";
import { compareConnection } from "./segments.ts";

const C = "127.0.0.1:40000";
const S = "127.0.0.1:8888";

/** `C SYN 10`: who, which flags, when in us; then the length, and the numbers that it bears. */
function segment(text: string): WireSegment {
  const [who = "", flags = "", us = "", length = "0", seq = "0", ack = "0"] = text.split(" ");
  return {
    t: Number(us) * 1000,
    from: who === "C" ? C : S,
    to: who === "C" ? S : C,
    flags: {
      syn: flags.includes("SYN"),
      fin: flags.includes("FIN"),
      rst: flags.includes("RST"),
      ack: flags.includes("ACK"),
    },
    ...{ seq: Number(seq), ack: Number(ack), length: Number(length), window: 100 },
  };
}

const WIRE: WireConnection = {
  client: C,
  server: S,
  segments: [
    "C SYN 10",
    "S SYN+ACK 20 0 0 1",
    "C ACK 30 0 1 1",
    "C ACK 40 100 1 1",
    "S ACK 45 0 1 101",
    "S FIN+ACK 50 0 1 101",
    "C ACK 60 0 101 2",
    "C RST 70 0 101 2",
  ].map(segment),
};

let step = 0;
const drawn = (
  what: Drawn["what"],
  from: string,
  us: readonly [number, number],
  more = {},
): Drawn => ({
  ...{ what, from, of: null, truth: "inferred", struck: false, arrived: true, lost: false },
  ...{ to: from === C ? S : C, step: ++step, offset: 0, length: 0, socket: 1 },
  at: [us[0] * 1000, us[1] * 1000],
  ...more,
});

const TRUE = [
  drawn("SYN", C, [0, 15]),
  drawn("SYN,ACK", S, [15, 25]),
  drawn("ACK", C, [25, 35], { of: "SYN" }),
  drawn("data", C, [35, 100], { length: 100 }),
  drawn("FIN", S, [48, 58]),
  drawn("ACK", C, [58, 65], { of: "FIN" }),
  drawn("RST", C, [66, 80]),
];

const findings = (all: readonly Drawn[]): readonly string[] =>
  compareConnection(WIRE, all, 0).findings.map(({ level, check }) => `${level} ${check}`);

test("what is drawn as it was has no findings, and everything is counted", () => {
  expect(findings(TRUE)).toEqual([]);
  const { counts } = compareConnection(WIRE, TRUE, 0);
  expect(counts).toMatchObject({ segments: 6, wrongKind: 0, timed: 6, offTime: 0, disordered: 0 });
  expect(counts.captured).toEqual({ SYN: 1, "SYN,ACK": 1, FIN: 1, RST: 1 });
  expect(counts.drawn).toEqual(counts.captured);
  expect(counts).toMatchObject({ capturedBytes: 100, drawnBytes: 100 });
});

test("a segment that never was", () => {
  expect(findings([...TRUE, drawn("FIN", C, [66, 80])])).toEqual(["wrong kind"]);
  expect(findings([...TRUE, drawn("RST", C, [66, 80])])).toEqual(["wrong kind"]);
});

test("a segment that is struck claims nothing", () => {
  expect(findings([...TRUE, drawn("FIN", C, [66, 80], { struck: true })])).toEqual([]);
});

test("a segment at another time", () => {
  expect(findings(TRUE.with(4, drawn("FIN", S, [51, 58])))).toEqual(["misleading time"]);
  const { findings: near } = compareConnection(WIRE, TRUE.with(4, drawn("FIN", S, [51, 58])), 1000);
  expect(near).toEqual([]);
});

test("an order that is claimed and was another one", () => {
  // The FIN in front of the bytes that came before it, and its own time with it.
  expect(findings(TRUE.with(4, drawn("FIN", S, [16, 34])))).toEqual([
    "misleading time",
    "wrong order",
  ]);
});

test("what was captured and is not drawn", () => {
  expect(findings(TRUE.slice(0, 6))).toEqual(["missing segment"]);
  expect(findings(TRUE.with(3, drawn("data", C, [35, 100], { length: 60 })))).toEqual([
    "missing bytes",
  ]);
});

test("bytes that arrived in the picture only", () => {
  expect(findings(TRUE.with(3, drawn("data", C, [35, 100], { length: 120 })))).toEqual([
    "wrong bytes",
  ]);
});
