import { type Lang, useApp } from "../store/index.ts";
import { type Dictionary, en } from "./en.ts";
import { zh } from "./zh.ts";

export { breakpointText, conditionsText, touchesCall } from "./conditions-text.ts";
export type { Dictionary } from "./en.ts";
export { failure } from "./failure.ts";
export { actorName, groupName } from "./names.ts";
export { phaseName } from "./phase-name.ts";
export { readingText } from "./reading-text.ts";
export { stepSentence } from "./step-sentence.ts";
export { previewText, visibleText } from "./visible-text.ts";
export { whenAmongOthers, whenText } from "./when-text.ts";

const dictionaries: Readonly<Record<Lang, Dictionary>> = { en, zh };

/** All words of the page in the language of the moment; the same object until it changes. */
export const useText = (): Dictionary => dictionaries[useApp((state) => state.lang)];

export const textOf = (lang: Lang): Dictionary => dictionaries[lang];

/** For `lang` attributes: which Chinese it is matters to the choice of glyphs. */
export const htmlLang: Readonly<Record<Lang, string>> = { en: "en", zh: "zh-CN" };
