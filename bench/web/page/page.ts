// The page as it is, and beside it what drives and measures it. Which row is asked for stands in the
// address; what came of it is posted back.
import "../../../apps/web/src/main.tsx";
import { clock, getTrace, playhead, store } from "../../../apps/web/src/store/index.ts";
import { frameDrawn, highestRate, pause, recordFrames, SETTLING, until } from "./frames.ts";
import { go, type Result, report } from "./report.ts";

/** Bytes of this page and all its buffers, after a collection; 0 where the browser does not tell. */
async function heap(): Promise<number> {
  const { measureUserAgentSpecificMemory: measure } = performance as {
    measureUserAgentSpecificMemory?: () => Promise<{ bytes: number }>;
  };
  return measure === undefined ? 0 : (await measure.call(performance)).bytes;
}

const canvas = (): HTMLCanvasElement => {
  const found = document.querySelector<HTMLCanvasElement>(".ladder-canvas");
  if (found === null) throw new Error("there is no timeline");
  return found;
};

/** The steps that the timeline's last frame knew. */
let drawnSeq = 0;
const clearRect = CanvasRenderingContext2D.prototype.clearRect;
CanvasRenderingContext2D.prototype.clearRect = function cleared(...args): void {
  if (this.canvas.className === "ladder-canvas") drawnSeq = getTrace().seq;
  clearRect.apply(this, args);
};

function wheel(dx: number, dy: number, zooms: boolean): void {
  const box = canvas().getBoundingClientRect();
  const [clientX, clientY] = [box.x + box.width / 2, box.y + box.height / 2];
  const at = { clientX, clientY, deltaX: dx, deltaY: dy, ctrlKey: zooms };
  canvas().dispatchEvent(new WheelEvent("wheel", { ...at, bubbles: true, cancelable: true }));
}

async function million(events: number): Promise<Result> {
  const before = await heap();
  await go();
  const began = performance.now();
  await until(() => getTrace().seq >= events && drawnSeq >= events);
  const open = performance.now() - began;
  const bytes = ((await heap()) - before) / events;
  store.getState().setTimelineView("lanes");
  await frameDrawn();
  await frameDrawn();
  clock.pause();
  const rest = recordFrames();
  for (let i = 0; i < 150; i++) await frameDrawn();
  const resting = rest();
  const stop = recordFrames();
  for (let i = 0; i < 150; i++) {
    // In to single arrows, along, and out again.
    if (i < 60) wheel(0, -40, true);
    else if (i < 110) wheel(i % 2 === 0 ? 180 : -60, 0, false);
    else wheel(0, 40, true);
    await frameDrawn();
  }
  const moving = stop();
  const seeks: number[] = [];
  const { length } = getTrace().steps;
  for (let i = 0; i < 120; i++) {
    const step = Math.floor(Math.random() * length);
    const t0 = performance.now();
    playhead.seek(step);
    await frameDrawn();
    seeks.push(performance.now() - t0);
  }
  const redraws: number[] = [];
  for (let i = 0; i < 120; i++) {
    const t0 = performance.now();
    for (const back of [1, -1]) {
      redrawAll(back);
      await frameDrawn();
    }
    redraws.push(performance.now() - t0);
  }
  return { open, bytes, moving, resting, seeks, redraws };
}

/** The whole stage rendered and the timeline drawn again, at the instant at which they stand. */
function redrawAll(dx: number): void {
  const { revision } = store.getState();
  store.setState({ revision: revision + 1 });
  wheel(dx, 0, false);
}

/** Events a second come faster and faster: the most that were taken in before a frame was late. */
async function ingest(events: number): Promise<Result> {
  await go();
  await until(() => getTrace().seq > 2000);
  return { rate: await highestRate(() => getTrace().seq, events) };
}

async function live(events: number): Promise<Result> {
  store.getState().setTimelineView("lanes");
  await go();
  // The thousand have come.
  await until(() => getTrace().actors.length > 1000);
  await pause(1000);
  const half = (getTrace().seq + events) / 2;
  const stop = recordFrames();
  await until(() => getTrace().seq >= half);
  const running = stop();
  clock.pause();
  await frameDrawn();
  const stopPaused = recordFrames();
  await until(() => getTrace().seq >= events);
  return { live: running, paused: stopPaused() };
}

/** From the event at the socket to the end of the frame that shows it, in ms. */
async function latency(ms: number): Promise<Result> {
  await go();
  await until(() => getTrace().seq > 100);
  await pause(1500);
  const first = getTrace().events.get(0);
  const wall = first?.kind === "lab.began" ? first.wall : 0;
  const late: number[] = [];
  let seen = getTrace().seq;
  const began = performance.now();
  const start = seen;
  while (performance.now() - began < ms) {
    await frameDrawn();
    const now = performance.timeOrigin + performance.now();
    for (; seen < drawnSeq; seen++) {
      const event = getTrace().events.get(seen);
      if (event !== undefined) late.push(now - wall - event.t / 1e6);
    }
  }
  const rate = ((seen - start) * 1000) / (performance.now() - began);
  const few = late.filter((_, i) => i % Math.ceil(late.length / 20_000) === 0);
  return { late: few, rate };
}

async function first(): Promise<Result> {
  await until(() => store.getState().connectionStatus === "open");
  const ready = await frameDrawn();
  const scripts = performance
    .getEntriesByType("resource")
    .flatMap(({ name }) => (name.endsWith(".js") ? [new URL(name).pathname] : []));
  return { ready, scripts };
}

async function measure(): Promise<Result> {
  const asked = new URLSearchParams(location.search);
  const amount = Number(asked.get("amount"));
  const row = asked.get("row");
  if (row !== "first") {
    await until(() => store.getState().connectionStatus === "open");
    await pause(SETTLING);
  }
  switch (row) {
    case "million":
      return million(amount);
    case "ingest":
      return ingest(amount);
    case "live":
      return live(amount);
    case "latency":
      return latency(amount);
    default:
      return first();
  }
}

report(measure);
