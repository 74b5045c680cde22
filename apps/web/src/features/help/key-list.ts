import type { Dictionary } from "../../i18n/index.ts";

type Group = keyof Dictionary["help"]["groups"];
type Meaning = keyof Dictionary["help"]["keys"];

/** Keys as the browser calls them, with what is held down before: `Shift+ArrowLeft`. */
type Entry = readonly [keys: readonly string[], what: Meaning];

/** Everything that a key does, by where it does it. A test holds it against what is handled. */
export const KEY_GROUPS: Readonly<Record<Exclude<Group, "pointer">, readonly Entry[]>> = {
  playback: [
    [[" "], "toggle"],
    [["ArrowLeft", "ArrowRight"], "step"],
    [["Shift+ArrowLeft", "Shift+ArrowRight"], "thatMatters"],
    [["Home"], "first"],
    [["l", "End"], "live"],
    [["+", "-"], "faster"],
    [["n"], "nextCall"],
    [["k"], "breakpoints"],
    [["PageDown", "PageUp"], "lesson"],
  ],
  choose: [
    [["[", "]"], "marks"],
    [["o"], "loop"],
    [["f"], "fit"],
    [["Escape"], "escape"],
    [["/"], "filter"],
    [["m", "Shift+M"], "found"],
    [["Enter", "Shift+Enter"], "inFilter"],
    [["Escape"], "leaveFilter"],
  ],
  page: [
    [["v"], "view"],
    [["b"], "ribbon"],
    [["c"], "code"],
    [["p"], "present"],
    [["r"], "recordings"],
    [["Ctrl+z", "Ctrl+Shift+z", "Ctrl+y"], "undo"],
    [["d"], "theme"],
    [["g"], "language"],
    [["?"], "help"],
  ],
  stage: [
    [["z", "Shift+Z"], "zoom"],
    [["0"], "fitStage"],
    [["ArrowUp", "ArrowDown"], "walkCards"],
    [["Ctrl+Arrows", "Alt+Arrows"], "moveCard"],
    [["Shift+F10", "Menu"], "menu"],
    [["Arrows"], "walkDots"],
  ],
  timeline: [
    [["+", "-"], "zoomTime"],
    [["0"], "fitTime"],
    [["ArrowUp", "ArrowDown"], "walkSteps"],
    [["PageUp", "PageDown"], "turnPages"],
  ],
  lists: [
    [["ArrowUp", "ArrowDown"], "walkList"],
    [["PageUp", "PageDown", "Home", "End"], "pageList"],
    [["ArrowLeft", "ArrowRight", "PageUp", "PageDown", "Home", "End"], "walkFrame"],
    [["ArrowUp", "ArrowDown"], "border"],
  ],
};

const CAPS: Readonly<Record<string, string>> = {
  " ": "Space",
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Arrows: "←↑→↓",
  PageUp: "Page Up",
  PageDown: "Page Down",
  Escape: "Esc",
  Menu: "≣",
  "-": "−",
};

/** What stands on a key, with what is held down before it: `Shift ←`. */
export function keyCap(key: string): string {
  const parts = key === "+" ? ["+"] : key.split("+");
  return parts
    .map((part) => CAPS[part] ?? (part.length === 1 ? part.toUpperCase() : part))
    .join(" ");
}
