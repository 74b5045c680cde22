export type Lang = "en" | "zh";
export type Theme = "system" | "light" | "dark";
export type ScaleKind = "steps" | "time";

/** What a person chose and finds again after a reload. */
export interface Preferences {
  readonly lang: Lang;
  readonly theme: Theme;
  /** Steps a second. */
  readonly speed: number;
  /** Whether the playhead plays even steps, or real time at `rate`. */
  readonly pace: "steps" | "time";
  /** Real time: 1 is as fast as it happened. */
  readonly rate: number;
  readonly scale: ScaleKind;
  /** The stage's share of the middle column, in per cent. */
  readonly stageShare: number;
}

/** Steps a second that can be chosen. */
export const SPEEDS = [0.5, 1, 2, 3, 5, 10, 30] as const;

/** Shares of real time that can be chosen. */
export const RATES = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1] as const;

export const STAGE_SHARE = { min: 20, default: 44, max: 76 };

const KEY = "sockscope.preferences";
type Shelf = Pick<Storage, "getItem" | "setItem">;

/** `languages` as the browser gives them, best first. Anything unreadable gives the defaults. */
export function readPreferences(shelf: Shelf | null, languages: readonly string[]): Preferences {
  const stored = readStored(shelf);
  const { lang, theme, speed, scale, stageShare, pace, rate } = stored;
  return {
    lang: lang === "en" || lang === "zh" ? lang : languages[0]?.startsWith("zh") ? "zh" : "en",
    theme: theme === "light" || theme === "dark" ? theme : "system",
    speed: SPEEDS.find((one) => one === speed) ?? 3,
    pace: pace === "time" ? "time" : "steps",
    rate: RATES.find((one) => one === rate) ?? 1e-3,
    scale: scale === "time" ? "time" : "steps",
    stageShare: shareOf(stageShare),
  };
}

export function keepPreferences(shelf: Shelf | null, preferences: Preferences): void {
  const { lang, theme, speed, pace, rate, scale, stageShare } = preferences;
  try {
    shelf?.setItem(KEY, JSON.stringify({ lang, theme, speed, pace, rate, scale, stageShare }));
  } catch {
    // Full or forbidden: the choice then lasts as long as the page.
  }
}

function shareOf(stored: unknown): number {
  const { min, max, default: byDefault } = STAGE_SHARE;
  return typeof stored === "number" && stored >= min && stored <= max ? stored : byDefault;
}

function readStored(shelf: Shelf | null): Readonly<Record<string, unknown>> {
  try {
    const stored: unknown = JSON.parse(shelf?.getItem(KEY) ?? "{}");
    return typeof stored === "object" && stored !== null ? { ...stored } : {};
  } catch {
    return {};
  }
}

/** The browser's storage, or null where it is forbidden. */
export function browserShelf(): Shelf | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
