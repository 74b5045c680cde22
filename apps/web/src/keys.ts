import { useEffect } from "react";
import {
  backInLesson,
  leadsStage,
  leaveReplay,
  nextInLesson,
  passGate,
  playhead,
  redo,
  store,
  undo,
  visibleRange,
  ZOOM_STEP,
} from "./store/index.ts";
import { seenTheme } from "./theme/theme.ts";

const NEXT_VIEW = { ladder: "lanes", lanes: "list", list: "ladder" } as const;
/** With Shift the arrows skip what does not matter. */
const SHIFTED: Readonly<Record<string, () => void>> = {
  ArrowLeft: playhead.previousThatMatters,
  ArrowRight: playhead.nextThatMatters,
  M: () => playhead.stepToMatch(-1),
  Z: () => zoomBy(1 / ZOOM_STEP),
};

const KEYS: Readonly<Record<string, () => void>> = {
  " ": playhead.toggle,
  ArrowLeft: playhead.previous,
  ArrowRight: playhead.next,
  Home: playhead.first,
  End: playhead.live,
  PageDown: nextInLesson,
  PageUp: backInLesson,
  l: () => (store.getState().replay === null ? playhead.live() : leaveReplay()),
  n: () => (leadsStage(store.getState().lesson) ? nextInLesson() : passGate("all")),
  k: () => store.getState().editBreakpoints("all"),
  "+": playhead.faster,
  "=": playhead.faster,
  "-": playhead.slower,
  "[": () => playhead.mark("from"),
  "]": () => playhead.mark("to"),
  "/": () => document.querySelector<HTMLInputElement>("input[data-filter]")?.focus(),
  m: () => playhead.stepToMatch(1),
  o: playhead.loop,
  f: () => visibleRange.ask(store.getState().range),
  b: () => store.getState().setRibbon(!store.getState().ribbon),
  v: () => {
    const { timelineView, setTimelineView } = store.getState();
    setTimelineView(NEXT_VIEW[timelineView]);
  },
  Escape: () => {
    const { selection, select, range, setRange, presenting, setPresenting } = store.getState();
    if (selection !== null) select(null);
    else if (range !== null) setRange(null);
    else if (presenting) setPresenting(false);
  },
  p: () => {
    const { presenting, setPresenting } = store.getState();
    setPresenting(!presenting);
  },
  c: () => {
    const { inspectorTab, setInspectorTab } = store.getState();
    setInspectorTab(inspectorTab === "code" ? "call" : "code");
  },
  z: () => zoomBy(ZOOM_STEP),
  "0": () => store.getState().setZoom(1),
  d: () => {
    const { theme, setTheme } = store.getState();
    setTheme(seenTheme(theme) === "dark" ? "light" : "dark");
  },
  g: () => {
    const { lang, setLang } = store.getState();
    setLang(lang === "en" ? "zh" : "en");
  },
};

/** Every key that works everywhere, as the list of keys writes it. */
export const HANDLED: readonly string[] = [
  ...Object.keys(KEYS),
  ...Object.keys(SHIFTED).map((key) => `Shift+${key}`),
  ...["Ctrl+z", "Ctrl+Shift+z", "Ctrl+y"],
  ...["?", "r"],
];

function zoomBy(factor: number): void {
  const { zoom, setZoom } = store.getState();
  setZoom(zoom * factor);
}

/** Ctrl+Z and Ctrl+Shift+Z or Ctrl+Y, with Cmd on a Mac. */
function undoKey({ ctrlKey, metaKey, shiftKey, altKey, key }: KeyboardEvent): (() => void) | null {
  if (!(ctrlKey || metaKey) || altKey) return null;
  const letter = key.toLowerCase();
  if (letter === "z") return shiftKey ? redo : undo;
  return letter === "y" ? redo : null;
}

/** Where keys are typed, or belong to a dialog. */
const TYPING = "input:not([type=range], [type=radio]), textarea, select, [contenteditable], dialog";
/** What moves by arrow keys itself, and what Space presses. */
const MOVES = "input";
const PRESSED = "button, input, a, summary, [role=button], [role=menuitem], [role=tab]";
const MOVING: ReadonlySet<string> = new Set(["ArrowLeft", "ArrowRight", "Home", "End"]);

const actOf = ({ key, shiftKey }: KeyboardEvent): (() => void) | undefined =>
  (shiftKey ? SHIFTED[key] : undefined) ?? KEYS[key.length === 1 ? key.toLowerCase() : key];

/** The keys that work everywhere. What a part of the page has handled itself is left alone. */
export function useKeys(onHelp: () => void, onRecordings: (() => void) | null): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const { target, key } = event;
      if (event.defaultPrevented || event.isComposing) return;
      if (!(target instanceof Element) || target.closest(TYPING)) return;
      // What has lost the focus within a dialog leaves the keys to the dialog all the same.
      if (document.querySelector("dialog[open]") !== null) return;
      const travel = undoKey(event);
      if (travel !== null) {
        event.preventDefault();
        return travel();
      }
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (key === " " && target.closest(PRESSED)) return;
      if (MOVING.has(key) && target.closest(MOVES)) return;
      const act = key === "?" ? onHelp : key === "r" ? (onRecordings ?? undefined) : actOf(event);
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [onHelp, onRecordings]);
}
