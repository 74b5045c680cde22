// The least that does each of the page's jobs. Which one is asked for stands in the address.
import { parseServerMessage } from "@sockscope/protocol";
import { createRoot } from "react-dom/client";
import { frameDrawn, highestRate, pause, SETTLING } from "../page/frames.ts";
import { go, type Result, report } from "../page/report.ts";
import "virtual:filler";
import type { BareEvent } from "../run/bare-relay.ts";

/** Opens the connection; each message that follows goes to `received`. */
function connect(received: (text: string) => void): Promise<void> {
  const socket = new WebSocket(`ws://${location.host}/ws`);
  socket.addEventListener("message", ({ data }) => received(String(data)));
  return new Promise((resolve) => {
    socket.addEventListener("open", () => {
      socket.send("hello");
      resolve();
    });
  });
}

function canvas(): CanvasRenderingContext2D {
  const element = document.createElement("canvas");
  [element.width, element.height] = [1280, 720];
  document.body.append(element);
  const context = element.getContext("2d");
  if (context === null) throw new Error("there is no canvas");
  return context;
}

/** React draws one card once the connection is open. */
async function card(): Promise<Result> {
  const element = document.getElementById("app");
  if (element === null) throw new Error("there is no root");
  const root = createRoot(element);
  root.render(<p>connecting</p>);
  await fetch("/api/token").then((response) => response.json());
  await new Promise<void>((resolve) => void connect(() => resolve()));
  root.render(
    <article>
      <h2>Server</h2>
    </article>,
  );
  return { ready: await frameDrawn() };
}

/** Reads all events, parses them, and draws one frame. */
async function open(events: number): Promise<Result> {
  const context = canvas();
  const all: unknown[] = [];
  let done = (): void => {};
  const whole = new Promise<void>((resolve) => {
    done = resolve;
  });
  await connect((text) => {
    const message = JSON.parse(text) as { events?: unknown[] };
    for (const event of message.events ?? []) all.push(event);
    if (all.length >= events) done();
  });
  await pause(SETTLING);
  await go();
  const began = performance.now();
  await whole;
  for (let i = 0; i < 600; i += 1) context.fillRect(i * 2, (i * 7) % 700, 2, 12);
  await frameDrawn();
  return { open: performance.now() - began };
}

/** Only decodes what comes. */
async function ingest(): Promise<Result> {
  let count = 0;
  await connect((text) => {
    const parsed = parseServerMessage(text);
    if (parsed.ok && parsed.value.type === "batch") count += parsed.value.events.length;
  });
  await pause(SETTLING);
  await go();
  return { rate: await highestRate(() => count, Number.POSITIVE_INFINITY) };
}

/** One rectangle an event, in the frame that follows it. Times in ms. */
async function latency(ms: number): Promise<Result> {
  const context = canvas();
  let waiting: BareEvent[] = [];
  let recording = false;
  const late: number[] = [];
  const draw = (): readonly BareEvent[] => {
    const drawn = waiting;
    waiting = [];
    for (const { seq, length } of drawn) context.fillRect(seq % 1280, (seq >> 4) % 720, length, 2);
    return drawn;
  };
  const inNextFrame = async (): Promise<void> => {
    let drawn: readonly BareEvent[] = [];
    const over = frameDrawn();
    requestAnimationFrame(() => {
      drawn = draw();
    });
    await over;
    const now = performance.timeOrigin + performance.now();
    if (recording) for (const { at } of drawn) late.push(now - at);
  };
  await connect((text) => {
    if (waiting.length === 0) void inNextFrame();
    for (const event of JSON.parse(text) as BareEvent[]) waiting.push(event);
  });
  await pause(SETTLING);
  await go();
  await pause(1500);
  recording = true;
  await pause(ms);
  return { late: late.filter((_, i) => i % Math.ceil(late.length / 20_000) === 0) };
}

report(() => {
  const asked = new URLSearchParams(location.search);
  const amount = Number(asked.get("amount"));
  switch (asked.get("row")) {
    case "open":
      return open(amount);
    case "ingest":
      return ingest();
    case "latency":
      return latency(amount);
    default:
      return card();
  }
});
