import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** The colours of both themes: what a dark one does not name is as in the light one. */
const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");
const [lightRules = "", darkRules = ""] = css.split('[data-theme="dark"]');
const colorsOf = (rules: string): ReadonlyMap<string, string> =>
  new Map(
    [...rules.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = "", hex = ""]) => [
      name,
      hex,
    ]),
  );
const light = colorsOf(lightRules);
const THEMES = { light, dark: new Map([...light, ...colorsOf(darkRules)]) };

/** WCAG 2.2, relative luminance of `#rrggbb`. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** Whatever words stand on: panels, the row that has just happened, the shades of each meaning. */
const GROUNDS = [
  ...["panel", "paper", "sel"],
  ...["wash-setup", "wash-data", "wash-data2", "wash-error", "wash-udp", "wash-close"],
];
const WORDS = [
  ...["ink", "ink-2", "ink-3"],
  ...["setup-text", "data-text", "data-2-text", "ack-text", "close-text", "error-text", "udp-text"],
  "inject-text",
];
/** Lines, arrows, marks and the playhead. */
const STROKES = ["setup", "data", "data-2", "ack", "close", "error", "udp", "inject", "focus"];

/** Those of the pairs that do not reach the least contrast. */
function tooFaint(
  theme: keyof typeof THEMES,
  tones: readonly string[],
  grounds: readonly string[],
  least: number,
) {
  const colors = THEMES[theme];
  const hex = (name: string): string => {
    const found = colors.get(name);
    if (found === undefined) throw new Error(`tokens.css has no --${name}`);
    return found;
  };
  return tones.flatMap((tone) =>
    grounds.flatMap((ground) => {
      const found = contrast(hex(tone), hex(ground));
      return found < least ? [`${tone} on ${ground}: ${found.toFixed(2)}`] : [];
    }),
  );
}

// Nothing else looks at the timeline's colours: to axe a canvas is a picture.
for (const theme of ["light", "dark"] as const) {
  test(`${theme}: all words can be read on all that they stand on (WCAG AA, 4.5:1)`, () => {
    expect(tooFaint(theme, WORDS, GROUNDS, 4.5)).toEqual([]);
  });

  test(`${theme}: lines, marks and the playhead stand out (WCAG AA, 3:1)`, () => {
    expect(tooFaint(theme, STROKES, ["panel", "paper", "sel"], 3)).toEqual([]);
  });
}

test("contrast is WCAG's", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
});
