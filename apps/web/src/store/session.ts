import type { Command } from "@sockscope/protocol";
import { createTrace, type Trace } from "@sockscope/trace";
import { UNTOUCHED } from "./choices.ts";
import { Clock } from "./clock.ts";
import { Connection, type RunResult } from "./connection.ts";
import { openLine } from "./line.ts";
import type { Pace } from "./pace.ts";
import type { Preferences } from "./preferences.ts";
import { store } from "./store.ts";

let trace = createTrace();
let session: string | null = null;
/** Up to this `seq` the events are older than this page's visit. */
let oldUntil = 0;
let revision = 0;

/** The trace of the session that is shown; another one after the server was started anew. */
export const getTrace = (): Trace => trace;

const paceOf = ({ pace, speed, rate }: Preferences): Pace =>
  pace === "time" ? { kind: "time", rate } : { kind: "steps", perSecond: speed };

/** The one clock of the page. Whole steps are in the store, the position in between is here. */
export const clock = new Clock({
  host: {
    now: () => performance.now(),
    request: (frame) => requestAnimationFrame(frame),
  },
  length: () => trace.steps.length,
  changed: (reading) => {
    const now = store.getState();
    const same = now.mode === reading.mode && now.step === reading.step;
    if (same && now.steps === reading.steps && now.revision === revision) return;
    store.setState({ ...reading, revision });
  },
  pace: paceOf(store.getState()),
  timeOf: (step) => trace.steps[step]?.t ?? 0,
});

const connection = new Connection({
  openLine,
  after: (ms, act) => {
    setTimeout(act, ms);
  },
  held: () => ({ session, since: trace.seq }),
  linked: (link) => store.setState({ link }),
  welcomed: (welcome) => {
    oldUntil = welcome.seq;
    const { role, invitation = null } = welcome;
    store.setState({ role, invitation, joinProblem: null });
    if (welcome.session === session) return;
    session = welcome.session;
    trace = createTrace();
    revision++;
    store.setState({ selection: null, range: null, looping: false, ...UNTOUCHED });
    clock.restart();
  },
  received: (events) => {
    trace.append(events);
    revision++;
    clock.grown(trace.seq <= oldUntil);
  },
  asked: (joinProblem) => store.setState({ joinProblem }),
  troubled: (problem) => store.getState().notify(problem),
});

/** Sends a command; the answer comes when it has begun, its outcome as events. Never rejects. */
export const run = (command: Command): Promise<RunResult> => connection.run(command);

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
