import fc from "fast-check";
import { expect, test } from "vitest";
import { measure } from "../testing/words.fixture.ts";
import { MONO } from "./draw-list.ts";
import { escaped, svgOf } from "./svg.ts";

const words = (_: string, alpha: number) => ({ color: "#654321", alpha });
const theme = { color: () => "#123456", words, family: () => '"JetBrains Mono", monospace' };
const size = { width: 100, height: 50, title: "Timeline" };
const textItem = (text: string) =>
  ({
    kind: "text",
    x: 1,
    y: 2,
    text,
    align: "left",
    font: MONO,
    tone: "ink",
    alpha: 1,
    plate: "panel",
  }) as const;

test("a payload is text in the picture and never markup", () => {
  const evil = `<script>alert("x")</script>&amp;]]>\u0000\u202e`;
  const svg = svgOf([textItem(evil)], size, theme, measure);
  expect(svg).not.toContain("<script");
  expect(svg).not.toContain("\u0000");
  expect(svg).toContain("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&amp;amp;]]&gt;");
});

test("whatever the text, no character of it can open or close anything", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 20 }), (text) => {
      expect(escaped(text)).not.toMatch(/[<>"]|&(?!amp;|lt;|gt;|quot;)/);
    }),
    { numRuns: 40 },
  );
});

test("every kind of mark is drawn", () => {
  const line = {
    kind: "line",
    x1: 0,
    y1: 0,
    x2: 9,
    y2: 9,
    tone: "data",
    width: 2,
    alpha: 0.5,
  } as const;
  const svg = svgOf(
    [
      { ...line, dash: "solid", head: "filled" },
      { ...line, dash: "dashed", head: "open" },
      { ...line, dash: "zigzag", head: "lost" },
      { kind: "rect", x: 0, y: 0, w: 5, h: 5, radius: 2, fill: "data", stroke: "ink", alpha: 1 },
      { kind: "dot", x: 1, y: 1, r: 3, tone: "error", shape: "cross", alpha: 1 },
      { kind: "dot", x: 1, y: 1, r: 3, tone: "ink", shape: "ring", alpha: 1 },
      textItem("recv(1024)"),
    ],
    size,
    theme,
    measure,
  );
  for (const part of [
    // A filled head is a closed path, and its shaft ends behind its tip.
    '<path d="M5.07 -1.27L9 9L-1.27 5.07Z" fill="#123456" opacity="0.5"/>',
    'd="M0 0L2.78 2.78"',
    "stroke-dasharray",
    "<path",
    "<rect",
    "<circle",
    "recv(1024)</text>",
  ]) {
    expect(svg).toContain(part);
  }
  expect(svg).not.toContain("NaN");
});
