import type { Lesson } from "@sockscope/lessons";
import { useText } from "../../i18n/index.ts";
import { Button } from "../../parts/button.tsx";
import { Kbd } from "../../parts/chip.tsx";
import { isSeen, type LessonState, useApp } from "../../store/index.ts";
import { lessonControl } from "../../store/lesson-session.ts";
import { Outcome } from "./prediction.tsx";
import { RichText } from "./rich-text.tsx";
import { Going, wayOn } from "./step-view.tsx";

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
  const open = useApp(({ link }) => link === "open");
  const begun = state.play !== null;
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
        <Button
          looks="strong"
          aria-disabled={!open}
          onClick={() => {
            if (begun) lessonControl.showStep(0);
            else if (open) lessonControl.begin("steps", 0);
          }}
        >
          {begun ? text.next : text.begin} <Kbd>PgDn</Kbd>
        </Button>
      </div>
    </section>
  );
}

function Strip({ state, lesson }: { readonly state: LessonState; readonly lesson: Lesson }) {
  const { shown, play } = state;
  const text = useText().lesson;
  const lang = useApp(({ lang: now }) => now);
  const open = useApp(({ link }) => link === "open");
  const seen = useApp(({ step }) => isSeen(state, step));
  const step = lesson.steps[shown];
  if (step === undefined) return null;
  const ports = play?.ports ?? lesson.ports;
  const newest = play !== null && play.step === shown;
  const predicted = play?.predicted.get(shown);
  const { toRun, ready, offered } = wayOn(state, lesson, open);
  return (
    <section className="lesson-strip" aria-label={text.label}>
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
        <Button title={text.backHint} onClick={lessonControl.back}>
          {text.back} <Kbd>PgUp</Kbd>
        </Button>
        {offered && (
          <Button
            looks="strong"
            title={toRun ? text.runUpToHint : text.nextHint}
            aria-disabled={!ready}
            onClick={() => {
              if (ready) lessonControl.next();
            }}
          >
            {toRun ? text.runUpTo(shown + 1) : text.next} <Kbd>PgDn</Kbd>
          </Button>
        )}
      </div>
    </section>
  );
}
