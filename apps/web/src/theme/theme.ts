import { htmlLang } from "../i18n/index.ts";
import { store, type Theme } from "../store/index.ts";

const dark = () => matchMedia("(prefers-color-scheme: dark)");

/** The theme that is to be seen, once the system has been asked. */
export const seenTheme = (theme: Theme): "light" | "dark" =>
  theme === "system" ? (dark().matches ? "dark" : "light") : theme;

/** Keeps `data-theme` and `lang` of the document as the person chose. Called once. */
export function dressDocument(): void {
  const dress = () => {
    const { theme, lang } = store.getState();
    document.documentElement.dataset["theme"] = seenTheme(theme);
    document.documentElement.lang = htmlLang[lang];
  };
  dress();
  store.subscribe((now, before) => {
    if (now.theme !== before.theme || now.lang !== before.lang) dress();
  });
  dark().addEventListener("change", dress);
}
