import type { Command, Event } from "@sockscope/protocol";
import { createTrace, type Trace, timelineIndex } from "@sockscope/trace";
import { Clock, type ClockReading } from "../playback/clock.ts";
import { channel } from "../playback/observable.ts";
import type { Pace } from "../playback/pace.ts";
import { PAGE, Throttle } from "../playback/throttle.ts";
import { UNTOUCHED } from "../preferences/choices.ts";
import type { Preferences } from "../preferences/preferences.ts";
import { store } from "../store.ts";
import { openConnection } from "./connection.ts";
import { opening } from "./opening.ts";
import { reportFault } from "./page-fault.ts";
import { randomName } from "./random-name.ts";
import { type RunResult, SessionConnection } from "./session-connection.ts";

/** The trace of the lab's session. It grows also while a recording is shown. */
let live = createTrace();
/** The trace that is shown: the same, or a recording's. */
let trace = live;
let session: string | null = null;
/** Up to this `seq` the events are older than this page's visit. */
let oldUntil = 0;
let revision = 0;
/** Steps of the live trace before something long was opened: until it is there, no more are shown. */
let stepsBefore = 0;
const receivedEvents = channel<readonly Event[]>();
const sessionReplaced = channel<void>();
const replayBegins = channel<void>();

/** The trace that is shown; another one after the server was started anew, or for a recording. */
export const getTrace = (): Trace => trace;

const paceOf = ({ pace, speed, rate }: Preferences): Pace =>
  pace === "time" ? { kind: "time", rate } : { kind: "steps", perSecond: speed };

let reading: ClockReading = { mode: "live", step: 0, steps: 0, aim: 0 };
/** ms that leave out one frame of two. */
const EVERY_OTHER = 25;
/** React renders the whole stage anew: with a thousand on it that is no matter of every frame. */
const publishing = new Throttle(
  {
    ...PAGE,
    // While more comes than can be seen, every other frame will do.
    minGap: () => (clock.crowded ? EVERY_OTHER : 0),
    pressed: () => clock.torrent,
  },
  () => store.setState({ ...reading, revision }),
);

/** The one clock of the page. Whole steps are in the store, the position in between is here. */
export const clock = new Clock({
  host: PAGE,
  length: () => (opening.read() !== null && trace === live ? stepsBefore : trace.steps.length),
  changed: (changed) => {
    reading = changed;
    const now = store.getState();
    const { mode, step, aim, steps } = reading;
    const same = now.mode === mode && now.step === step && now.aim === aim;
    if (same && now.steps === steps && now.revision === revision) return;
    // Frame by frame, and not all of it at once when React asks for the stage.
    if (reading.mode === "live" && reading.step === trace.steps.length) trace.catchUp();
    // Who pauses, seeks or goes on sees it at once.
    publishing.ask(reading.mode === "paused" || reading.mode !== now.mode);
  },
  pace: paceOf(store.getState()),
  timeOf: (step) => trace.steps.timeAt(step),
});

const viewer = randomName();

const connection = new SessionConnection({
  viewer,
  openConnection,
  after: (ms, act) => {
    setTimeout(act, ms);
  },
  random: Math.random,
  held: () => ({ session, since: live.seq }),
  statusChanged: (connectionStatus) => {
    if (connectionStatus === "lost" && opening.read() !== null) showOpened();
    store.setState({ connectionStatus });
  },
  welcomed: (welcome) => {
    oldUntil = welcome.seq;
    const { role, invitation = null } = welcome;
    store.setState({ role, invitation, joinProblem: null });
    // Where the server cannot go on from what this page holds, the page begins anew.
    if (welcome.session !== session || welcome.since !== live.seq) {
      session = welcome.session;
      const shown = trace === live;
      live = createTrace();
      if (shown) showTrace(null);
      sessionReplaced.send();
    }
    stepsBefore = live.steps.length;
    opening.begin(welcome.since, welcome.seq);
  },
  received: (events) => {
    live.append(events);
    if (opening.read() === null) show(live.seq <= oldUntil);
    else {
      // Nobody looks at what is long past while it comes; what will be looked at is made ready.
      live.catchUp();
      timelineIndex(live);
      if (live.seq < oldUntil) opening.reached(live.seq, performance.now());
      else showOpened();
    }
    receivedEvents.send(events);
  },
  onJoinProblem: (joinProblem) => store.setState({ joinProblem }),
  troubled: (problem) => store.getState().notify(problem),
  failed: reportFault,
});

/** The live trace has grown. `old`: by what was there before this page looked. */
function show(old: boolean): void {
  if (trace !== live) return;
  revision++;
  clock.grown(old);
}

/** What was long past has come, or as much of it as will come now. */
function showOpened(): void {
  opening.end();
  show(true);
}

/** `listener` gets what happens from now on, after the trace has it. Returns how to stop that. */
export const onEvents = receivedEvents.listen;

/** `listener` is called when another session has taken the place of this one. */
export const onSession = sessionReplaced.listen;

/** `listener` is called when a recording is about to take the place of the live session. */
export const onReplay = replayBegins.listen;

/** Shows a recording's trace in place of the live one; null: the live one again. */
export function showTrace(recorded: Trace | null): void {
  if (recorded !== null) replayBegins.send();
  trace = recorded ?? live;
  revision++;
  store.setState({ selection: null, range: null, looping: false, ...UNTOUCHED });
  clock.restart();
  clock.grown(true);
}

/**
 * Sends a command; the answer comes when it has begun, its outcome as events. Never rejects. While
 * a recording is shown nothing is asked of the lab: nobody would see what it does.
 */
export function run(command: Command): Promise<RunResult> {
  if (trace === live) return runInLab(command);
  const problem = { code: "replaying", message: "A recording is shown." } as const;
  return Promise.resolve({ ok: false, problem });
}

/** The same, whatever is shown: for what has to be put right in the lab. */
export const runInLab = (command: Command): Promise<RunResult> => connection.run(command);

/** Says the join code that a viewer from outside has typed. */
export const join = (code: string): void => connection.join(code);

/** Called once, by the page's entry. */
export function openSession(): void {
  connection.start();
  store.subscribe((now, before) => {
    const { speed, pace, rate, looping, range } = now;
    if (speed !== before.speed || pace !== before.pace || rate !== before.rate) {
      clock.setPace(paceOf(now));
    }
    if (looping !== before.looping || (looping && range !== before.range)) {
      clock.setLoop(looping ? range : null);
    }
  });
  const reduced = matchMedia("(prefers-reduced-motion: reduce)");
  clock.setStill(reduced.matches);
  reduced.addEventListener("change", () => clock.setStill(reduced.matches));
}
