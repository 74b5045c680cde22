import type { Lesson } from "@sockscope/lessons";
import { useText } from "../../i18n/index.ts";
import { Button, IconButton } from "../../parts/controls/button.tsx";
import { type LessonState, useApp } from "../../store/index.ts";
import { lessonControl } from "../../store/lessons/lesson-session.ts";
import { Contents } from "./contents.tsx";
import { RichText } from "./step/rich-text.tsx";
import { StepView } from "./step/step-view.tsx";
import { Try } from "./step/try-this.tsx";
import { BeginButton } from "./step/way-on.tsx";

/** The lesson that is open. */
export function OpenLesson({ state }: { readonly state: LessonState }) {
  const text = useText().lesson;
  const { lesson, id } = state;
  if (lesson === null)
    return (
      <section className="lesson" aria-label={text.label}>
        <p className="lesson-warning" role="alert">
          {text.unknown(id)}
        </p>
        <Contents />
        <Button onClick={lessonControl.leave}>{text.leave}</Button>
      </section>
    );
  return (
    <section className="lesson" aria-label={text.label}>
      <Head lesson={lesson} state={state} />
      {state.noSuchStep !== null ? (
        <NoSuchStep lesson={lesson} step={state.noSuchStep} />
      ) : state.mode === "free" ? (
        <Free lesson={lesson} shown={state.shown} />
      ) : state.shown < 0 ? (
        <Introduction lesson={lesson} state={state} />
      ) : (
        <StepView key={state.shown} state={state} lesson={lesson} />
      )}
    </section>
  );
}

/** The title stands in the page's header, too; while steps are shown that is enough. */
function Head(props: { readonly lesson: Lesson; readonly state: LessonState }) {
  const { lesson, state } = props;
  const text = useText().lesson;
  const lang = useApp(({ lang: now }) => now);
  const atStep = state.shown >= 0 && state.mode !== "free" && state.noSuchStep === null;
  return (
    <>
      <header className="lesson-head">
        <h2>
          {atStep ? text.step(state.shown + 1, lesson.steps.length) : text.chapter(lesson.chapter)}
        </h2>
        <IconButton icon="close" label={text.leave} onClick={lessonControl.leave} />
      </header>
      {!atStep && <h3 className="step-title">{lesson.title[lang]}</h3>}
    </>
  );
}

function Introduction(props: { readonly lesson: Lesson; readonly state: LessonState }) {
  const { lesson, state } = props;
  const text = useText().lesson;
  const open = useApp(({ connectionStatus }) => connectionStatus === "open");
  return (
    <>
      <h3>{text.see}</h3>
      <p className="lesson-text">
        <RichText text={lesson.see} ports={lesson.ports} />
      </p>
      <h3>{text.corrects}</h3>
      <p className="lesson-text">
        <RichText text={lesson.corrects} ports={lesson.ports} />
      </p>
      <div className="lesson-buttons">
        <BeginButton state={state} />
        <Button
          aria-disabled={!open}
          onClick={() => {
            if (open) lessonControl.begin("all", 0);
          }}
        >
          {text.playAll}
        </Button>
      </div>
    </>
  );
}

function NoSuchStep({ lesson, step }: { readonly lesson: Lesson; readonly step: string }) {
  const text = useText().lesson;
  const last = lesson.steps.length;
  return (
    <>
      <p className="lesson-warning" role="alert">
        {text.noSuchStep(step, last)}
      </p>
      <div className="lesson-buttons">
        <Button onClick={() => lessonControl.showStep(0)}>{text.firstStep}</Button>
        <Button onClick={() => lessonControl.showStep(last - 1)}>{text.lastStep}</Button>
      </div>
    </>
  );
}

function Free({ lesson, shown }: { readonly lesson: Lesson; readonly shown: number }) {
  const text = useText().lesson;
  return (
    <>
      <p className="lesson-text">{text.free}</p>
      <Try lesson={lesson} />
      <div className="lesson-buttons">
        <Button onClick={() => lessonControl.begin("steps", Math.max(0, shown))}>
          {text.backToLesson}
        </Button>
      </div>
    </>
  );
}
