import { deferred } from "../../parts/deferred.tsx";
import { useApp } from "../../store/index.ts";
import { Contents } from "./contents.tsx";
import "./drawings/drawing.css";
import "./drawings/figures.css";
import "./lesson.css";
import "./drawings/room-drawing.css";
import "./lesson-strip.css";

const open = deferred(async () => (await import("./open-lesson.tsx")).OpenLesson);

/** The step of the open lesson while it is shown to a room. */
export const { Part: LessonStrip } = deferred(
  async () => (await import("./lesson-strip.tsx")).LessonStrip,
);

/** What a step draws or has measured, in the stage's place. */
export const { Part: RoomDrawing } = deferred(
  async () => (await import("./drawings/room-drawing.tsx")).RoomDrawing,
);

/** Fetches what shows a lesson. */
export const loadLessonPanel = open.load;

/** The lesson that is open, or the table of contents. */
export function LessonPanel() {
  const state = useApp(({ lesson }) => lesson);
  return state === null ? <Contents /> : <open.Part state={state} />;
}
