export type Lang = "en" | "zh";
export type Theme = "system" | "light" | "dark";
export type ScaleKind = "steps" | "time";

/** What a person chose and finds again after a reload. */
export interface Preferences {
  readonly lang: Lang;
  readonly theme: Theme;
  /** Steps a second. */
  readonly speed: number;
  readonly scale: ScaleKind;
}

/** Steps a second that can be chosen. */
export const SPEEDS = [0.5, 1, 2, 5, 10, 30] as const;

const KEY = "sockscope.preferences";
type Shelf = Pick<Storage, "getItem" | "setItem">;

/** `languages` as the browser gives them, best first. Anything unreadable gives the defaults. */
export function readPreferences(shelf: Shelf | null, languages: readonly string[]): Preferences {
  const kept = readKept(shelf);
  const { lang, theme, speed, scale } = kept;
  return {
    lang: lang === "en" || lang === "zh" ? lang : languages[0]?.startsWith("zh") ? "zh" : "en",
    theme: theme === "light" || theme === "dark" ? theme : "system",
    speed: SPEEDS.find((one) => one === speed) ?? 5,
    scale: scale === "time" ? "time" : "steps",
  };
}

export function keepPreferences(shelf: Shelf | null, preferences: Preferences): void {
  const { lang, theme, speed, scale } = preferences;
  try {
    shelf?.setItem(KEY, JSON.stringify({ lang, theme, speed, scale }));
  } catch {
    // Full or forbidden: the choice then lasts as long as the page.
  }
}

function readKept(shelf: Shelf | null): Readonly<Record<string, unknown>> {
  try {
    const kept: unknown = JSON.parse(shelf?.getItem(KEY) ?? "{}");
    return typeof kept === "object" && kept !== null ? { ...kept } : {};
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
