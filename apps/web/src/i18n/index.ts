import { useSyncExternalStore } from "react";
import { channel, type Lang, useApp } from "../store/index.ts";
import type { Dictionary } from "./en/en.ts";

export { breakpointText, conditionsText, touchesCall } from "./conditions-text.ts";
export type { Dictionary } from "./en/en.ts";
export { callErrnoText, errnoName } from "./errno-text.ts";
export { failure } from "./failure.ts";
export { countText, dateTimeText, fileSizeText } from "./formats.ts";
export { actorName, groupName } from "./names.ts";
export { phaseName } from "./phase-name.ts";
export { readingText } from "./reading-text.ts";
export { stepSentence } from "./step-sentence.ts";
export { previewText, visibleText } from "./visible-text.ts";
export { whenAmongOthers, whenText } from "./when-text.ts";

/** Each a script of its own: nobody reads both languages in the first picture. */
const FETCH: Readonly<Record<Lang, () => Promise<Dictionary>>> = {
  en: async () => (await import("./en/en.ts")).en,
  zh: async () => (await import("./zh/zh.ts")).zh,
};
const dictionaries: Partial<Record<Lang, Dictionary>> = {};
const loaded = channel<Lang>();

/** Fetches the words of a language: before the page is rendered, or while it speaks another one. */
export async function loadLanguage(lang: Lang): Promise<void> {
  if (dictionaries[lang] !== undefined) return;
  dictionaries[lang] = await FETCH[lang]();
  loaded.send(lang);
}

/** A language that has not come yet is told in the one that has. */
function wordsIn(lang: Lang): Dictionary {
  const words = dictionaries[lang] ?? dictionaries.en ?? dictionaries.zh;
  if (words === undefined) throw new Error("rendered before any language was there");
  return words;
}

/** All words of the page in the language of the moment; the same object until it changes. */
export function useText(): Dictionary {
  const lang = useApp((state) => state.lang);
  return useSyncExternalStore(loaded.listen, () => wordsIn(lang));
}

/** For `lang` attributes: which Chinese it is matters to the choice of glyphs. */
export const htmlLang: Readonly<Record<Lang, string>> = { en: "en", zh: "zh-CN" };
