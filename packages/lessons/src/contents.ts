// The table of contents alone.
export { catalogue, entryAfter, type LessonEntry } from "./catalogue.ts";
export { chapterOf, chapters } from "./chapters.ts";
