import type { Command } from "@sockscope/protocol";
import { createTrace, type Trace } from "@sockscope/trace";
import { UNTOUCHED } from "./choices.ts";
import { Clock, type ClockReading } from "./clock.ts";
import { Connection, type RunResult } from "./connection.ts";
import type { Pace } from "./pace.ts";
import type { Preferences } from "./preferences.ts";
import { Spaced } from "./spaced.ts";
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

const frames = {
  now: () => performance.now(),
  request: (frame: (now: number) => void) => requestAnimationFrame(frame),
};
let reading: ClockReading = { mode: "live", step: 0, steps: 0 };
/** React renders the whole stage anew: with a thousand on it that is no matter of every frame. */
const publishing = new Spaced({ ...frames, afterwards: (done) => queueMicrotask(done) }, () =>
  store.setState({ ...reading, revision }),
);

/** The one clock of the page. Whole steps are in the store, the position in between is here. */
export const clock = new Clock({
  host: frames,
  length: () => trace.steps.length,
  changed: (changed) => {
    reading = changed;
    const now = store.getState();
    const same = now.mode === reading.mode && now.step === reading.step;
    if (same && now.steps === reading.steps && now.revision === revision) return;
    // Who pauses, seeks or goes on sees it at once.
    publishing.ask(reading.mode === "paused" || reading.mode !== now.mode);
  },
  pace: paceOf(store.getState()),
  timeOf: (step) => trace.steps.timeAt(step),
});

const connection = new Connection({
  openLine: ({ opened, received, closed }) => {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/ws`);
    socket.addEventListener("open", opened);
    socket.addEventListener("message", ({ data }) => {
      if (typeof data === "string") received(data);
    });
    socket.addEventListener("close", closed);
    return socket;
  },
  after: (ms, act) => {
    setTimeout(act, ms);
  },
  held: () => ({ session, since: trace.seq }),
  linked: (link) => store.setState({ link }),
  welcomed: (welcome) => {
    oldUntil = welcome.seq;
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
  troubled: (problem) => store.getState().notify(problem),
});

/** Sends a command; the answer comes when it has begun, its outcome as events. Never rejects. */
export const run = (command: Command): Promise<RunResult> => connection.run(command);

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
