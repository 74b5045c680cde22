import { playhead } from "../commands/playhead.ts";
import { isUnfetched, reportFault } from "../session/page-fault.ts";
import { store } from "../store.ts";
import { readAddress } from "./address.ts";
import { pressOn } from "./clicker.ts";
import type * as Lessons from "./lesson-session.ts";

type LessonSession = typeof Lessons;

/** The course and what plays it; most of a page's visitors want the picture first. */
let session: LessonSession | null = null;
let loading: Promise<LessonSession | null> | null = null;
/** Why there is none: the server did not give it, or it has a mistake, which is told by itself. */
let missing = false;

/** Fetches the course and follows the page's address from then on. Null if it cannot be had now. */
export function loadLessons(): Promise<LessonSession | null> {
  loading ??= import("./lesson-session.ts").then(
    (loaded) => {
      session = loaded;
      loaded.followAddress();
      return loaded;
    },
    (error: unknown) => {
      loading = null;
      missing = isUnfetched(error);
      if (!missing) reportFault(error);
      return null;
    },
  );
  return loading;
}

async function control(act: (of: LessonSession["lessonControl"]) => void): Promise<void> {
  const loaded = session ?? (await loadLessons());
  if (loaded !== null) return act(loaded.lessonControl);
  if (!missing) return;
  const message = "The lessons cannot be had from the server.";
  store.getState().notify({ code: "link-lost", message });
}

/** Whether the page's address names a lesson. */
export const asksForLesson = (): boolean => readAddress(location.hash) !== null;

/** Called once, by the page's entry: a lesson that the address names is shown. */
export function watchAddress(): void {
  const look = (): void => {
    if (session === null && asksForLesson()) void loadLessons();
  };
  look();
  window.addEventListener("hashchange", look);
}

/** Opens a lesson at its introduction. */
export const openLesson = (id: string): void => void control((lessons) => lessons.open(id));
/** Opens a lesson and plays all of it. */
export const playLesson = (id: string): void => void control((lessons) => lessons.playAll(id));
/** One step on or back in the lesson that is open. */
export function nextInLesson(): void {
  if (session !== null) pressOn({ ...session.lessonControl, showAll: playhead.live });
}
export const backInLesson = (): void => session?.lessonControl.back();
