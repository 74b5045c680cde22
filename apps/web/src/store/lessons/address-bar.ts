import { writeAddress } from "./address.ts";
import { currentLesson } from "./current-lesson.ts";

/** Writes the open lesson and its step into the address of the page. */
export function writeToAddressBar(how: "push" | "replace" = "push"): void {
  const lesson = currentLesson();
  const hash = lesson === null ? "" : writeAddress(lesson.id, lesson.shown);
  if (hash === location.hash) return;
  const url = `${location.pathname}${location.search}${hash}`;
  if (how === "push") history.pushState(null, "", url);
  else history.replaceState(null, "", url);
}
