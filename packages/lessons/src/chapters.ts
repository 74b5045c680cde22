import type { Text } from "./text/text.ts";

/** The course's table of contents: its chapters, which may have several lessons, or none yet. */
export const chapters: readonly { readonly id: string; readonly title: Text }[] = [
  { id: "1", title: { en: "Introduction", zh: "导论" } },
  { id: "2", title: { en: "How networks talk", zh: "网络基础知识" } },
  { id: "3", title: { en: "The socket calls", zh: "Socket 编程基础" } },
  { id: "4", title: { en: "TCP", zh: "TCP 网络编程" } },
  { id: "5", title: { en: "UDP", zh: "UDP 网络编程" } },
  { id: "6", title: { en: "Putting it to work", zh: "网络编程实战" } },
  { id: "errors", title: { en: "When it goes wrong", zh: "出错的时候" } },
];

/** The chapter that a lesson of "2.3" belongs to: "2". */
export const chapterOf = (lesson: { readonly chapter: string }): string =>
  lesson.chapter.split(".")[0] ?? lesson.chapter;
