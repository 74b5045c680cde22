import { currentLesson } from "./current-lesson.ts";

/** Whether the address of the page asks for ports that no other program can hold. */
const wantsFreePorts = (): boolean => new URLSearchParams(location.search).get("ports") === "free";

/**
 * Names of the ports that the kernel is to choose: all of them, or those that were in use at the
 * last attempt.
 */
export function freePorts(): readonly string[] {
  const { lesson, play } = currentLesson() ?? {};
  if (lesson == null) return [];
  const all = Object.keys(lesson.ports);
  if (wantsFreePorts()) return all;
  return play == null ? [] : all.filter((name) => lesson.ports[name] !== play.ports[name]);
}
