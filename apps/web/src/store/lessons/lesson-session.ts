import {
  conduct,
  goOn,
  type Input,
  type Lesson,
  LessonPlay,
  lessonOf,
  tidy,
} from "@sockscope/lessons";
import type { Command } from "@sockscope/protocol";
import { playhead } from "../commands/playhead.ts";
import {
  clock,
  getTrace,
  onEvents,
  onReplay,
  onSession,
  run,
  runInLab,
} from "../session/session.ts";
import { store } from "../store.ts";
import { readAddress, stepIndex } from "./address.ts";
import { writeToAddressBar } from "./address-bar.ts";
import { changeLesson, currentLesson, NOTHING_PLAYED } from "./current-lesson.ts";
import { explainPlayedCall, explainPlayhead } from "./explained-call.ts";
import { freePorts } from "./free-ports.ts";
import { isStuck, type LessonMode } from "./lesson-state.ts";
import { watchTimeline } from "./lesson-timeline.ts";
import { watchPace } from "./pace/lesson-pace.ts";
import { watchReader } from "./pace/reader.ts";
import { StallWatch } from "./stall-watch.ts";

/** A play that runs, how to pass it input, and how to end it. */
interface Running {
  readonly play: LessonPlay;
  readonly put: (input: Input) => void;
  readonly end: () => void;
}

let running: Running | null = null;
/** Counts the plays that were begun. A beginning that a later one has overtaken stops. */
let beginnings = 0;

/** Ends the play and takes back the gates and conditions that it has set. Its actors stay. */
function endPlay(): void {
  beginnings++;
  explainPlayhead();
  if (running === null) return;
  const { play, end } = running;
  running = null;
  for (const command of play.release()) void runInLab(command);
  if (!play.awaitsAnswer) end();
}

/**
 * Shows a lesson. Opens no socket.
 * @param step as written in the address; null for the introduction
 */
function showLesson(id: string, step: string | null): void {
  const before = currentLesson();
  const lesson = lessonOf(id) ?? null;
  const index = lesson === null ? -1 : stepIndex(step, lesson.steps.length);
  const noSuchStep = index === null ? step : null;
  if (before?.id === id) {
    changeLesson({ noSuchStep, ...(index !== null && { shown: index }) });
    if (index !== null) seekToStep(index);
    return showHighlight();
  }
  endPlay();
  const shown = index ?? -1;
  store.setState({
    lesson: { id, lesson, shown, noSuchStep, mode: "steps", ...NOTHING_PLAYED },
  });
}

/** Moves the playhead to where that step of the lesson ended. */
function seekToStep(step: number): void {
  const lesson = currentLesson();
  if (lesson?.play == null || step > lesson.play.step) return;
  const mark = lesson.marks[step];
  if (step < lesson.play.step && mark !== undefined) clock.seek(mark);
  else playhead.live();
}

/** Highlights the cards and the call that the shown step points at. */
function showHighlight(): void {
  const lesson = currentLesson();
  const highlight = lesson?.lesson?.steps[lesson.shown]?.highlight;
  const facts = running?.play.facts;
  const lit = highlight?.cards?.flatMap((name) => facts?.actors(name) ?? []) ?? [];
  const { of = "", verb = "socket", nth = 1 } = highlight?.call ?? {};
  const litCall = facts?.nth(of, verb, nth)?.call ?? null;
  if (lit.join() !== lesson?.lit.join() || litCall !== lesson.litCall)
    changeLesson({ lit, litCall });
}

/** The stage at the newest step. */
function newestStage() {
  const trace = getTrace();
  return trace.stageAt(trace.steps.length);
}

/** Runs a lesson from its first step up to `goal`, on an empty stage. */
async function beginPlay(lesson: Lesson, goal: number, mode: LessonMode, free: readonly string[]) {
  endPlay();
  const mine = beginnings;
  playhead.live();
  changeLesson({ shown: goal, noSuchStep: null, mode, ...NOTHING_PLAYED });
  writeToAddressBar();
  // If two begin at once, the earlier one stops: it would undo what the later one sets.
  const send = async (command: Command) => (mine === beginnings ? run(command) : null);
  const problem = await tidy(newestStage, send);
  if (mine !== beginnings) return;
  if (problem !== null) return store.getState().notify(problem);
  const began = getTrace().steps.length;
  changeLesson({ began, since: began });
  const play = new LessonPlay(lesson, free);
  const put = conduct(play, runInLab, () => {
    if (running?.play === play) {
      watch.look();
      return played(play, goal);
    }
    watch.end();
    if (!play.awaitsAnswer) end();
  });
  const watch = new StallWatch(play, (input) => put(input));
  const end = onEvents((events) => put((one) => one.see(events)));
  running = { play, put, end };
  put((one) => one.begin(goal));
}

/** Updates the page after the play has changed. */
function played(play: LessonPlay, goal: number): void {
  const before = currentLesson();
  const { view } = play;
  if (before === null || before.play === view) return;
  const { steps } = getTrace();
  const over = view.phase === "done" ? view.step : view.step - 1;
  const marks = [...before.marks];
  while (marks.length <= over) marks.push(steps.length);
  // The page does not play the steps that only lead up to the goal.
  if ((before.play?.step ?? -1) < goal && view.step === goal && goal > 0) playhead.live();
  changeLesson({ play: view, marks, since: steps.length });
  showHighlight();
  if (play.isOver) for (const command of play.release()) void runInLab(command);
}

/** What a person does to lessons. */
export const lessonControl = {
  /** Opens a lesson at its introduction, or at the step where it was left. */
  open(id: string): void {
    showLesson(id, null);
    writeToAddressBar();
  },
  /** Runs from the first step up to the goal, by default the shown step. */
  begin(mode: LessonMode = "steps", goal = Math.max(0, currentLesson()?.shown ?? 0)): void {
    const lesson = currentLesson()?.lesson;
    if (lesson != null) void beginPlay(lesson, goal, mode, freePorts());
  },
  /** Begins the shown step anew, on a stage made empty. */
  again: (): void => lessonControl.begin(),
  /** Opens a lesson and plays all of it. */
  playAll(id: string): void {
    if (currentLesson()?.id !== id) lessonControl.open(id);
    lessonControl.begin("all", 0);
  },
  /** Begins again and lets the kernel choose this port. */
  takeFreePort(port: string): void {
    const lesson = currentLesson();
    if (lesson?.lesson == null) return;
    void beginPlay(lesson.lesson, Math.max(0, lesson.shown), lesson.mode, [...freePorts(), port]);
  },
  next(): void {
    const lesson = currentLesson();
    if (lesson?.lesson == null) return;
    const { play, shown } = lesson;
    if (play === null || shown > play.step) return lessonControl.begin();
    // A clicker has no other button: where the step cannot go on, it begins anew.
    if (shown === play.step && isStuck(play)) return lessonControl.begin(lesson.mode);
    if (shown < play.step) return lessonControl.showStep(shown + 1);
    if (play.phase !== "done" || shown === lesson.lesson.steps.length - 1) return;
    const { mode } = store.getState();
    if (mode === "paused") {
      clock.seek(lesson.marks[shown] ?? getTrace().steps.length);
      clock.play();
    }
    explainPlayhead();
    changeLesson({ shown: shown + 1, noSuchStep: null });
    writeToAddressBar();
    running?.put((one) => one.next());
  },
  back(): void {
    const shown = currentLesson()?.shown ?? -1;
    if (shown >= 0) lessonControl.showStep(shown - 1);
  },
  /** Shows a step by its index; -1 for the introduction. */
  showStep(shown: number): void {
    explainPlayhead();
    changeLesson({
      shown,
      noSuchStep: null,
      ...(currentLesson()?.mode === "all" && { mode: "steps" as const }),
    });
    seekToStep(shown);
    showHighlight();
    writeToAddressBar();
  },
  /** Null: no prediction, the kernel answers. */
  predict(given: number | string | null): void {
    playhead.live();
    running?.put((one) => one.predict(given));
  },
  makeMoves: (): void => running?.put((one) => one.makeMoves()),
  /** `all` goes on by itself, `steps` on a click. */
  setMode(mode: "steps" | "all"): void {
    const lesson = currentLesson();
    if (lesson === null) return;
    if (lesson.play === null) return lessonControl.begin(mode);
    if (mode === "all" && lesson.shown < lesson.play.step) lessonControl.showStep(lesson.play.step);
    changeLesson({ mode });
  },
  /** Ends the play and leaves the stage to the learner. */
  nowYou(): void {
    endPlay();
    changeLesson({ mode: "free", play: null, lit: [], litCall: null });
  },
  leave(): void {
    endPlay();
    store.setState({ lesson: null });
    writeToAddressBar();
  },
} as const;

/** Reads the address of the page and follows its changes. Call it once. */
export function followAddress(): void {
  const follow = () => {
    const address = readAddress(location.hash);
    if (address !== null) showLesson(address.lesson, address.step);
    else if (currentLesson() !== null) {
      endPlay();
      store.setState({ lesson: null });
    }
  };
  follow();
  window.addEventListener("hashchange", follow);
  watchReader(() => {
    if (currentLesson()?.play?.phase !== "done") running?.put(goOn);
    else if (running?.play.isOver) changeLesson({ mode: "steps" });
    else lessonControl.next();
  });
  watchPace();
  store.subscribe(explainPlayedCall);
  watchTimeline();
  // The programs of this lesson do not exist in another session.
  onSession(() => {
    running?.end();
    running = null;
    changeLesson(NOTHING_PLAYED);
  });
  // The page does not show the lab while it shows a recording.
  onReplay(() => {
    endPlay();
    changeLesson(NOTHING_PLAYED);
  });
}
