import type { Lesson } from "@sockscope/lessons";
import { useText } from "../../../i18n/index.ts";
import { Button } from "../../../parts/controls/button.tsx";
import { Kbd } from "../../../parts/controls/chip.tsx";
import { isStuck, type LessonState, useApp } from "../../../store/index.ts";
import { lessonControl } from "../../../store/lessons/lesson-session.ts";

interface WayOn {
  readonly state: LessonState;
  /** Names the keys beside what they do: for a room, where nobody sees a hint. */
  readonly keys?: boolean;
}

/** Whether there is a way on from the shown step, and whether it can be taken now. */
export function wayOn(
  { shown, play }: LessonState,
  lesson: Lesson,
  open: boolean,
): { readonly toRun: boolean; readonly ready: boolean; readonly offered: boolean } {
  const last = shown === lesson.steps.length - 1;
  const toRun = play === null || shown > play.step;
  const ready = toRun ? open : !last && (shown < play.step || play.phase === "done");
  const stuck = play !== null && shown === play.step && isStuck(play);
  return { toRun, ready, offered: !(last && !toRun) && !stuck };
}

/** From the introduction to the first step. */
export function BeginButton({ state, keys = false }: WayOn) {
  const text = useText().lesson;
  const open = useApp(({ connectionStatus }) => connectionStatus === "open");
  const begun = state.play !== null;
  return (
    <Button
      variant="strong"
      aria-disabled={!open}
      onClick={() => {
        if (begun) lessonControl.showStep(0);
        else if (open) lessonControl.begin("steps", 0);
      }}
    >
      {begun ? text.next : text.begin}
      {keys && <Key name="PgDn" />}
    </Button>
  );
}

/** One step back, and one on where there is a way on. */
export function StepButtons({ state, keys = false, lesson }: WayOn & { readonly lesson: Lesson }) {
  const text = useText().lesson;
  const open = useApp(({ connectionStatus }) => connectionStatus === "open");
  const { toRun, ready, offered } = wayOn(state, lesson, open);
  return (
    <>
      <Button title={text.backHint} onClick={lessonControl.back}>
        {text.back}
        {keys && <Key name="PgUp" />}
      </Button>
      {offered && (
        <Button
          variant="strong"
          title={toRun ? text.runUpToHint : text.nextHint}
          aria-disabled={!ready}
          onClick={() => {
            if (ready) lessonControl.next();
          }}
        >
          {toRun ? text.runUpTo(state.shown + 1) : text.next}
          {keys && <Key name="PgDn" />}
        </Button>
      )}
    </>
  );
}

const Key = ({ name }: { readonly name: string }) => (
  <>
    {" "}
    <Kbd>{name}</Kbd>
  </>
);
