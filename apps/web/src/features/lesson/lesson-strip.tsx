import type { Lesson } from "@sockscope/lessons";
import { useText } from "../../i18n/index.ts";
import { isSeen, type LessonState, useApp } from "../../store/index.ts";
import { Outcome } from "./step/prediction.tsx";
import { ReadingBar } from "./step/reading-bar.tsx";
import { RichText } from "./step/rich-text.tsx";
import { Going } from "./step/step-view.tsx";
import { BeginButton, StepButtons } from "./step/way-on.tsx";

/** The step of the open lesson while it is shown to a room: what it says, and the way on. */
export function LessonStrip() {
  const state = useApp(({ lesson }) => lesson);
  if (state === null || state.lesson === null || state.mode === "free") return null;
  if (state.shown < 0) return <Introduction state={state} lesson={state.lesson} />;
  return <Strip key={`${state.id} ${state.shown}`} state={state} lesson={state.lesson} />;
}

function Introduction({ state, lesson }: { readonly state: LessonState; readonly lesson: Lesson }) {
  const text = useText().lesson;
  const lang = useApp(({ lang: now }) => now);
  return (
    <section className="lesson-strip" aria-label={text.label}>
      <div className="strip-said">
        <h2 className="strip-title">{lesson.title[lang]}</h2>
        <p>
          <RichText text={lesson.see} ports={lesson.ports} />
        </p>
      </div>
      <div className="strip-now">
        <p>
          <RichText text={lesson.corrects} ports={lesson.ports} />
        </p>
      </div>
      <div className="strip-buttons">
        <BeginButton state={state} keys />
      </div>
    </section>
  );
}

function Strip({ state, lesson }: { readonly state: LessonState; readonly lesson: Lesson }) {
  const { shown, play } = state;
  const text = useText().lesson;
  const lang = useApp(({ lang: now }) => now);
  const seen = useApp(({ step }) => isSeen(state, step));
  const caughtUp = useApp(({ step }) => step >= state.since);
  const step = lesson.steps[shown];
  if (step === undefined) return null;
  const ports = play?.ports ?? lesson.ports;
  const newest = play !== null && play.step === shown;
  const predicted = play?.predicted.get(shown);
  const asking = newest && play.phase === "asking" && caughtUp;
  return (
    <section
      className="lesson-strip"
      aria-label={text.label}
      data-phase={seen ? "seen" : asking ? "asking" : "doing"}
    >
      <div className="strip-said">
        <h2 className="strip-title" aria-live="polite">
          {step.title[lang]}{" "}
          <span className="strip-step">{text.step(shown + 1, lesson.steps.length)}</span>
        </h2>
        <p>
          <RichText text={step.text} ports={ports} />
        </p>
      </div>
      <div className="strip-now">
        {newest && !seen && <Going state={state} play={play} step={step} />}
        {seen && step.predict && predicted && (
          <Outcome predict={step.predict} predicted={predicted} />
        )}
        {seen && step.notice && (
          <p>
            <RichText text={step.notice} ports={ports} />
          </p>
        )}
      </div>
      <div className="strip-buttons">
        <StepButtons state={state} lesson={lesson} keys />
        <ReadingBar state={state} />
      </div>
    </section>
  );
}
