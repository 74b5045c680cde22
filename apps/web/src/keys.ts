import { useEffect } from "react";
import { playhead, store, timelineSight } from "./store/index.ts";
import { seenTheme } from "./theme/theme.ts";

const NEXT_VIEW = { ladder: "lanes", lanes: "list", list: "ladder" } as const;
/** With Shift the arrows skip what does not matter. */
const SHIFTED: Readonly<Record<string, () => void>> = {
  ArrowLeft: playhead.previousThatMatters,
  ArrowRight: playhead.nextThatMatters,
};

const KEYS: Readonly<Record<string, () => void>> = {
  " ": playhead.toggle,
  ArrowLeft: playhead.previous,
  ArrowRight: playhead.next,
  Home: playhead.first,
  End: playhead.live,
  l: playhead.live,
  "+": playhead.faster,
  "=": playhead.faster,
  "-": playhead.slower,
  "[": () => playhead.mark("from"),
  "]": () => playhead.mark("to"),
  o: playhead.loop,
  f: () => timelineSight.ask(store.getState().range),
  v: () => {
    const { timelineView, setTimelineView } = store.getState();
    setTimelineView(NEXT_VIEW[timelineView]);
  },
  Escape: () => {
    const { selection, select, setRange } = store.getState();
    if (selection === null) setRange(null);
    else select(null);
  },
  d: () => {
    const { theme, setTheme } = store.getState();
    setTheme(seenTheme(theme) === "dark" ? "light" : "dark");
  },
  g: () => {
    const { lang, setLang } = store.getState();
    setLang(lang === "en" ? "zh" : "en");
  },
};

/** Where keys are typed, or belong to a dialog. */
const TYPING = "input:not([type=range], [type=radio]), textarea, select, [contenteditable], dialog";
/** What moves by arrow keys itself, and what Space presses. */
const MOVES = "input";
const PRESSED = "button, input, a, summary, [role=button], [role=menuitem], [role=tab]";
const MOVING: ReadonlySet<string> = new Set(["ArrowLeft", "ArrowRight", "Home", "End"]);

const actOf = ({ key, shiftKey }: KeyboardEvent): (() => void) | undefined =>
  (shiftKey ? SHIFTED[key] : undefined) ?? KEYS[key.length === 1 ? key.toLowerCase() : key];

/** The keys that work everywhere. What a part of the page has handled itself is left alone. */
export function useKeys(onHelp: () => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const { target, key } = event;
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.isComposing || !(target instanceof Element) || target.closest(TYPING)) return;
      if (key === " " && target.closest(PRESSED)) return;
      if (MOVING.has(key) && target.closest(MOVES)) return;
      const act = key === "?" ? onHelp : actOf(event);
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [onHelp]);
}
