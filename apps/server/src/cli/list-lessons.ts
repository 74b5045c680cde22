import { lessons } from "@sockscope/lessons";

/** One lesson per line: id, chapter and both titles, separated by tabs. */
export const listLessons = (): string =>
  lessons
    .map(({ id, chapter, title }) => `${[id, chapter, title.en, title.zh].join("\t")}\n`)
    .join("");
