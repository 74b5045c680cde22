import type { Lesson } from "@sockscope/lessons";
import { useText } from "../../../i18n/index.ts";
import { type LessonState, useApp } from "../../../store/index.ts";
import { lessonControl } from "../../../store/lessons/lesson-session.ts";

/** How far the lesson has come; each step can be gone to. */
export function StepList(props: { readonly state: LessonState; readonly lesson: Lesson }) {
  const { lesson, state } = props;
  const { play, shown } = state;
  const text = useText().lesson;
  const lang = useApp(({ lang: now }) => now);
  return (
    <ol className="step-list" aria-label={text.stepsLabel}>
      {lesson.steps.map(({ title }, index) => {
        const done =
          play !== null && (index < play.step || (index === play.step && play.phase === "done"));
        return (
          <li key={title.en}>
            <button
              type="button"
              aria-current={index === shown ? "step" : undefined}
              onClick={() => lessonControl.showStep(index)}
            >
              <span className="step-mark" aria-hidden="true">
                {done ? "✓" : index === shown ? "▸" : index + 1}
              </span>
              {title[lang]}
            </button>
          </li>
        );
      })}
    </ol>
  );
}
