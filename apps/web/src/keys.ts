import { useEffect } from "react";
import { passGate, playhead, store } from "./store/index.ts";
import { seenTheme } from "./theme/theme.ts";

const KEYS: Readonly<Record<string, () => void>> = {
  " ": playhead.toggle,
  ArrowLeft: playhead.previous,
  ArrowRight: playhead.next,
  Home: playhead.first,
  End: playhead.live,
  l: playhead.live,
  n: () => passGate("all"),
  "+": playhead.faster,
  "=": playhead.faster,
  "-": playhead.slower,
  Escape: () => store.getState().select(null),
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

/** The keys that work everywhere. What a part of the page has handled itself is left alone. */
export function useKeys(onHelp: () => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const { target, key } = event;
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.isComposing || !(target instanceof Element) || target.closest(TYPING)) return;
      if (key === " " && target.closest(PRESSED)) return;
      if (MOVING.has(key) && target.closest(MOVES)) return;
      const act = key === "?" ? onHelp : KEYS[key.length === 1 ? key.toLowerCase() : key];
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [onHelp]);
}
