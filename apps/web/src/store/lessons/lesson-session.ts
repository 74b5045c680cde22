import {
  conduct,
  goOn,
  type Input,
  type Lesson,
  LessonPlay,
  lessonOf,
  plainText,
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
import { readAddress, stepIndex, writeAddress } from "./address.ts";
import { isSeen, type LessonMode, type LessonState } from "./lesson-state.ts";
import { watchTimeline } from "./lesson-timeline.ts";

/** A play that goes on, and how to tell it things. */
interface Running {
  readonly play: LessonPlay;
  readonly put: (input: Input) => void;
  readonly end: () => void;
}

let running: Running | null = null;
/** Grows with every beginning: one that was overtaken by another does nothing more. */
let beginnings = 0;

const now = (): LessonState | null => store.getState().lesson;
function change(part: Partial<LessonState>): void {
  const lesson = now();
  if (lesson !== null) store.setState({ lesson: { ...lesson, ...part } });
}

/** Ends the play; what it has shut or set is open and plain again. Its actors stay. */
function letGo(): void {
  beginnings++;
  explainNothing();
  if (running === null) return;
  const { play, end } = running;
  running = null;
  for (const command of play.release()) void runInLab(command);
  if (!play.awaitsAnswer) end();
}

/** Nothing is played any more; the text stays. */
const NOTHING_PLAYED = { play: null, marks: [], since: 0, lit: [], litCall: null } as const;

/** Shows a lesson. Nothing opens a socket. `step` as it was written; null: the introduction. */
function show(id: string, step: string | null): void {
  const before = now();
  const lesson = lessonOf(id) ?? null;
  const index = lesson === null ? -1 : stepIndex(step, lesson.steps.length);
  const noSuchStep = index === null ? step : null;
  if (before?.id === id) {
    change({ noSuchStep, ...(index !== null && { shown: index }) });
    if (index !== null) standAt(index);
    return point();
  }
  letGo();
  const shown = index ?? -1;
  store.setState({
    lesson: {
      ...{
        id,
        lesson,
        shown,
        noSuchStep,
        mode: "steps",
        play: null,
        marks: [],
        since: 0,
        lit: [],
        litCall: null,
      },
    },
  });
}

/** Puts the playhead where the stage is as that step left it. */
function standAt(step: number): void {
  const lesson = now();
  if (lesson?.play == null || step > lesson.play.step) return;
  const mark = lesson.marks[step];
  if (step < lesson.play.step && mark !== undefined) clock.seek(mark);
  else playhead.live();
}

/** Lights up what the shown step points at. */
function point(): void {
  const lesson = now();
  const highlight = lesson?.lesson?.steps[lesson.shown]?.highlight;
  const facts = running?.play.facts;
  const lit = highlight?.cards?.flatMap((name) => facts?.actors(name) ?? []) ?? [];
  const { of = "", verb = "socket", nth = 1 } = highlight?.call ?? {};
  const litCall = facts?.nth(of, verb, nth)?.call ?? null;
  if (lit.join() !== lesson?.lit.join() || litCall !== lesson.litCall) change({ lit, litCall });
}

/** The step whose call the inspector was given to explain. */
let explained: LessonState["lesson"] | null = null;
let explainedStep = -1;

/** When a step is over and was seen, the inspector explains the call that it is about. */
function explain(): void {
  const lesson = now();
  if (lesson?.litCall == null || !isSeen(lesson, store.getState().step)) return;
  if (explained === lesson.lesson && explainedStep === lesson.shown) return;
  explained = lesson.lesson;
  explainedStep = lesson.shown;
  store.getState().select({ kind: "call", call: lesson.litCall });
}

/** The inspector explains the playhead's step again. */
function explainNothing(): void {
  if (explained === null) return;
  explained = null;
  if (store.getState().selection?.kind === "call") store.getState().select(null);
}

function write(how: "push" | "replace" = "push"): void {
  const lesson = now();
  const hash = lesson === null ? "" : writeAddress(lesson.id, lesson.shown);
  if (hash === location.hash) return;
  const url = `${location.pathname}${location.search}${hash}`;
  if (how === "push") history.pushState(null, "", url);
  else history.replaceState(null, "", url);
}

/** The stage as the newest step has left it. */
function newestStage() {
  const trace = getTrace();
  return trace.stageAt(trace.steps.length);
}

/** Runs a lesson from its first step up to `goal`, on an empty stage. */
async function begin(lesson: Lesson, goal: number, mode: LessonMode, free: readonly string[]) {
  letGo();
  const mine = beginnings;
  playhead.live();
  change({ shown: goal, noSuchStep: null, mode, ...NOTHING_PLAYED });
  write();
  // Of two that begin at once the earlier one stops: it would undo what the later one sets.
  const send = async (command: Command) => (mine === beginnings ? run(command) : null);
  const problem = await tidy(newestStage, send);
  if (mine !== beginnings) return;
  if (problem !== null) return store.getState().notify(problem);
  const play = new LessonPlay(lesson, free);
  const put = conduct(play, runInLab, () => {
    if (running?.play === play) played(play, goal);
    else if (!play.awaitsAnswer) end();
  });
  const end = onEvents((events) => put((one) => one.see(events)));
  running = { play, put, end };
  put((one) => one.begin(goal));
}

/** The play may look other than before. */
function played(play: LessonPlay, goal: number): void {
  const before = now();
  const { view } = play;
  if (before === null || before.play === view) return;
  const { steps } = getTrace();
  const over = view.phase === "done" ? view.step : view.step - 1;
  const marks = [...before.marks];
  while (marks.length <= over) marks.push(steps.length);
  // Steps that were only run through need not be played to anybody.
  if ((before.play?.step ?? -1) < goal && view.step === goal && goal > 0) playhead.live();
  change({ play: view, marks, since: steps.length });
  point();
  if (play.isOver) for (const command of play.release()) void runInLab(command);
}

/** What a person does to lessons. */
export const lessonControl = {
  /** Opens a lesson at its introduction, or at the step where it was left. */
  open(id: string): void {
    show(id, null);
    write();
  },
  /** From the first step; or up to the shown one, running through those before it. */
  begin(mode: LessonMode = "steps", goal = Math.max(0, now()?.shown ?? 0)): void {
    const lesson = now()?.lesson;
    if (lesson != null) void begin(lesson, goal, mode, freePorts());
  },
  /** Opens a lesson and plays all of it. */
  playAll(id: string): void {
    if (now()?.id !== id) lessonControl.open(id);
    lessonControl.begin("all", 0);
  },
  /** The same again where the kernel chooses this port. */
  useFreePort(port: string): void {
    const lesson = now();
    if (lesson?.lesson == null) return;
    void begin(lesson.lesson, Math.max(0, lesson.shown), lesson.mode, [...freePorts(), port]);
  },
  next(): void {
    const lesson = now();
    if (lesson?.lesson == null) return;
    const { play, shown } = lesson;
    if (play === null || shown > play.step) return lessonControl.begin();
    if (shown < play.step) return lessonControl.showStep(shown + 1);
    if (play.phase !== "done" || shown === lesson.lesson.steps.length - 1) return;
    const { mode } = store.getState();
    if (mode === "paused") {
      clock.seek(lesson.marks[shown] ?? getTrace().steps.length);
      clock.play();
    }
    explainNothing();
    change({ shown: shown + 1, noSuchStep: null });
    write();
    running?.put((one) => one.next());
  },
  back(): void {
    const shown = now()?.shown ?? -1;
    if (shown >= 0) lessonControl.showStep(shown - 1);
  },
  /** By its index; -1 for the introduction. */
  showStep(shown: number): void {
    explainNothing();
    change({ shown, noSuchStep: null, ...(now()?.mode === "all" && { mode: "steps" as const }) });
    standAt(shown);
    point();
    write();
  },
  /** Null: let the kernel answer. */
  predict(given: number | string | null): void {
    playhead.live();
    running?.put((one) => one.predict(given));
  },
  makeMoves: (): void => running?.put((one) => one.makeMoves()),
  /** By itself, or on a click again. */
  setMode(mode: "steps" | "all"): void {
    const lesson = now();
    if (lesson === null) return;
    if (lesson.play === null) return lessonControl.begin(mode);
    if (mode === "all" && lesson.shown < lesson.play.step) lessonControl.showStep(lesson.play.step);
    change({ mode });
  },
  /** The learner has the stage as it is. */
  nowYou(): void {
    letGo();
    change({ mode: "free", play: null, lit: [], litCall: null });
  },
  leave(): void {
    letGo();
    store.setState({ lesson: null });
    write();
  },
} as const;

/** Whether the page's address asks that no lesson's port be one that another program can have. */
const wantsFreePorts = (): boolean => new URLSearchParams(location.search).get("ports") === "free";

/** Ports that the kernel is to choose: all of them, or those that were taken when it was tried before. */
function freePorts(): readonly string[] {
  const { lesson, play } = now() ?? {};
  if (lesson == null) return [];
  const all = Object.keys(lesson.ports);
  if (wantsFreePorts()) return all;
  return play == null ? [] : all.filter((name) => lesson.ports[name] !== play.ports[name]);
}

/** ms that a text wants to be read, at the usual speed. */
const READING = { base: 1500, word: 260, character: 120 };
/** Steps a second at which texts stand for just that long. */
const USUAL_SPEED = 3;

function readingTime({ lesson, shown, play }: LessonState): number {
  const { lang, pace, speed } = store.getState();
  const step = lesson?.steps[shown];
  if (lesson == null || step === undefined || play === null) return 0;
  const texts = [step.text, play.phase === "done" ? step.notice : step.predict?.question];
  const said = texts
    .flatMap((text) => (text === undefined ? [] : [plainText(text, lang, play.ports)]))
    .join(" ");
  const length =
    lang === "en" ? said.split(/\s+/).length * READING.word : said.length * READING.character;
  return (READING.base + length) / (pace === "steps" ? speed / USUAL_SPEED : 1);
}

/** Whether "play all" has nothing to wait for but the reader. */
function waitsForReader(lesson: LessonState | null): lesson is LessonState {
  const { mode, step, steps } = store.getState();
  if (lesson?.mode !== "all" || lesson.play === null || mode === "paused" || step < steps)
    return false;
  return !["idle", "doing", "failed"].includes(lesson.play.phase);
}

let reading: { readonly lesson: LessonState; readonly timer: number } | null = null;

/** Goes on by itself when a text has stood for long enough. */
function watchReader(): void {
  const lesson = now();
  const waits = waitsForReader(lesson);
  if (reading !== null && (!waits || reading.lesson.play !== lesson.play)) {
    clearTimeout(reading.timer);
    reading = null;
  }
  if (reading !== null || !waits) return;
  const timer = window.setTimeout(() => {
    reading = null;
    if (now()?.play?.phase !== "done") running?.put(goOn);
    else if (running?.play.isOver) change({ mode: "steps" });
    else lessonControl.next();
  }, readingTime(lesson));
  reading = { lesson, timer };
}

/** Called once: reads the address, and follows it. */
export function followAddress(): void {
  const follow = () => {
    const address = readAddress(location.hash);
    if (address !== null) show(address.lesson, address.step);
    else if (now() !== null) {
      letGo();
      store.setState({ lesson: null });
    }
  };
  follow();
  window.addEventListener("hashchange", follow);
  store.subscribe(watchReader);
  store.subscribe(explain);
  watchTimeline();
  // Another session knows nothing of the programs of this lesson.
  onSession(() => {
    running?.end();
    running = null;
    change(NOTHING_PLAYED);
  });
  // Nobody sees what goes on in the lab meanwhile.
  onReplay(() => {
    letGo();
    change(NOTHING_PLAYED);
  });
}
