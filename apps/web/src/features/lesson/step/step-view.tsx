import type { Lesson, PlayView, Step } from "@sockscope/lessons";
import { useText } from "../../../i18n/index.ts";
import { Button } from "../../../parts/controls/button.tsx";
import { isSeen, type LessonState, useApp } from "../../../store/index.ts";
import { lessonControl } from "../../../store/lessons/lesson-session.ts";
import { Drawing } from "../drawings/drawing.tsx";
import { Figures } from "../drawings/figures.tsx";
import { FileChoice } from "./file-choice.tsx";
import { Outcome, Question } from "./prediction.tsx";
import { ReadingBar } from "./reading-bar.tsx";
import { RichText } from "./rich-text.tsx";
import { StepList } from "./step-list.tsx";
import { Stalled, Trouble } from "./trouble.tsx";
import { Try } from "./try-this.tsx";
import { StepButtons, wayOn } from "./way-on.tsx";

/** One step: what it says, asks and shows, and the way on. */
export function StepView(props: { readonly state: LessonState; readonly lesson: Lesson }) {
  const { state, lesson } = props;
  const { shown, play } = state;
  const lang = useApp(({ lang: now }) => now);
  const seen = useApp(({ step }) => isSeen(state, step));
  const step = lesson.steps[shown];
  if (step === undefined) return null;
  const ports = play?.ports ?? lesson.ports;
  const newest = play !== null && play.step === shown;
  const last = shown === lesson.steps.length - 1;
  return (
    <>
      <div className="lesson-body">
        <h3 className="step-title" aria-live="polite">
          {step.title[lang]}
        </h3>
        <p className="lesson-text">
          <RichText text={step.text} ports={ports} />
        </p>
        {newest && step.takesFile && <FileChoice />}
        {newest && <Going state={state} play={play} step={step} />}
        {seen && step.drawing && <Drawing drawing={step.drawing} state={state} />}
        {seen && <After state={state} step={step} />}
        {seen && last && <Try lesson={lesson} />}
        <StepList state={state} lesson={lesson} />
      </div>
      <Buttons state={state} lesson={lesson} seen={seen} />
    </>
  );
}

/** What goes on while the step is not over. */
export function Going(props: {
  readonly state: LessonState;
  readonly play: PlayView;
  readonly step: Step;
}) {
  const { state, play, step } = props;
  const text = useText().lesson;
  const caughtUp = useApp((now) => now.step >= state.since);
  if (play.problem !== null) return <Trouble problem={play.problem} />;
  if (play.stalled) return <Stalled intervention={play.intervention} />;
  const doing = <p className="lesson-doing">{text.running}</p>;
  switch (play.phase) {
    case "asking":
      // Not before the call that it is about is to be seen standing there.
      return step.predict && caughtUp ? (
        <Question predict={step.predict} ports={play.ports} />
      ) : (
        doing
      );
    case "yours":
      return (
        <div className="lesson-yours">
          <p>{text.yours}</p>
          <Button onClick={lessonControl.makeMoves}>{text.doItForMe}</Button>
        </div>
      );
    case "done":
      return caughtUp ? null : doing;
    case "idle":
    case "doing":
    case "failed":
      return doing;
  }
}

/** What is said when it has happened, and was seen. */
function After({ state, step }: { readonly state: LessonState; readonly step: Step }) {
  const text = useText().lesson;
  const { play, shown } = state;
  const predicted = play?.predicted.get(shown);
  const measured = play?.measured.get(shown);
  if (play === null) return null;
  const broken = step.claims?.some((claim) => play.broken.includes(claim)) ?? false;
  return (
    <>
      {step.predict && predicted && <Outcome predict={step.predict} predicted={predicted} />}
      {step.figures && measured && <Figures figures={step.figures} measured={measured} />}
      {step.notice && (
        <div className="lesson-notice">
          <h3>{text.notice}</h3>
          <p>
            <RichText text={step.notice} ports={play.ports} />
          </p>
        </div>
      )}
      {broken && (
        <p className="lesson-warning">
          {play.intervention === null
            ? text.otherwise
            : `${text.interventions[play.intervention]} ${text.intervened}`}
        </p>
      )}
    </>
  );
}

function Buttons(props: {
  readonly state: LessonState;
  readonly lesson: Lesson;
  readonly seen: boolean;
}) {
  const { state, lesson } = props;
  const { shown, mode } = state;
  const text = useText().lesson;
  const open = useApp(({ connectionStatus }) => connectionStatus === "open");
  const last = shown === lesson.steps.length - 1;
  const { toRun, offered } = wayOn(state, lesson, open);
  return (
    <div className="lesson-buttons">
      <ReadingBar state={state} />
      <StepButtons state={state} lesson={lesson} />
      {!toRun && offered && !last && (
        <Button
          aria-pressed={mode === "all"}
          onClick={() => lessonControl.setMode(mode === "all" ? "steps" : "all")}
        >
          {mode === "all" ? text.stopPlaying : text.playAll}
        </Button>
      )}
      {!toRun && (
        <Button
          variant="quiet"
          title={text.againHint}
          aria-disabled={!open}
          onClick={() => {
            if (open) lessonControl.again();
          }}
        >
          {text.again}
        </Button>
      )}
      {!toRun && (
        <Button variant="quiet" title={text.nowYouHint} onClick={lessonControl.nowYou}>
          {text.nowYou}
        </Button>
      )}
    </div>
  );
}
