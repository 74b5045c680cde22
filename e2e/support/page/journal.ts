import { expect, type Page } from "@playwright/test";
import type { Event } from "@sockscope/protocol";
import { createTrace } from "@sockscope/trace";
import { StagePage } from "./stage-page.ts";

/** The session's events, as a script gets them. */
export async function fetchTrace(url: string): Promise<readonly Event[]> {
  const response = await fetch(`${url}/api/trace`);
  const lines = (await response.text()).split("\n").filter((line) => line !== "");
  return lines.map((line) => JSON.parse(line) as Event);
}

/** How many steps a page must have that has all of these events. */
export function countSteps(events: readonly Event[]): number {
  const trace = createTrace();
  trace.append(events);
  return trace.steps.length;
}

/**
 * The session's events, once the page shows just as many steps as follow from them: the kernel is read
 * for a while after the last call, and adds some.
 */
export async function traceShownBy(page: StagePage, url: string): Promise<readonly Event[]> {
  let events: readonly Event[] = [];
  const missing = async (): Promise<number> => {
    events = await fetchTrace(url);
    return countSteps(events) - (await page.instant())[1];
  };
  await expect.poll(missing).toBe(0);
  return events;
}

/** What one WebSocket of a page has carried. */
export interface Tap {
  /** What the page said that it holds. */
  readonly since: number;
  /** The `seq` of each event that came, in this order. */
  readonly seqs: readonly number[];
}

function newTap() {
  const tap = { since: -1, seqs: [] as number[] };
  const read = (payload: string | Buffer) =>
    JSON.parse(payload.toString()) as { type: string; since?: number; events?: Event[] };
  return {
    tap,
    sent: (payload: string | Buffer) => {
      const { type, since } = read(payload);
      if (type === "hello") tap.since = since ?? -1;
    },
    received: (payload: string | Buffer) => {
      const { type, events } = read(payload);
      if (type === "batch") tap.seqs.push(...(events ?? []).map(({ seq }) => seq));
    },
  };
}

/** Listens in on every connection that the page makes from now on. */
function wiretap(page: Page): readonly Tap[] {
  const taps: Tap[] = [];
  page.on("websocket", (socket) => {
    const { tap, sent, received } = newTap();
    taps.push(tap);
    socket.on("framesent", ({ payload }) => sent(payload));
    socket.on("framereceived", ({ payload }) => received(payload));
  });
  return taps;
}

/** A line between a page and its server that can be cut. */
export interface Line {
  readonly taps: readonly Tap[];
  /** Cuts it, and every new one, until it is mended. */
  cut(): void;
  mend(): void;
}

/** Must be called before the page is opened. */
export async function routeLine(page: Page): Promise<Line> {
  const taps: Tap[] = [];
  let isCut = false;
  let hangUp = () => {};
  await page.routeWebSocket(/\/ws$/, (socket) => {
    if (isCut) return void socket.close();
    const server = socket.connectToServer();
    const { tap, sent, received } = newTap();
    taps.push(tap);
    socket.onMessage((payload) => {
      sent(payload);
      server.send(payload);
    });
    server.onMessage((payload) => {
      received(payload);
      socket.send(payload);
    });
    hangUp = () => {
      void socket.close();
      void server.close();
    };
  });
  return {
    taps,
    cut: () => {
      isCut = true;
      hangUp();
    },
    mend: () => {
      isCut = false;
    },
  };
}

/** Opens the page, and listens in on its connections from the first one on. */
export async function openTapped(
  page: Page,
): Promise<{ readonly sight: StagePage; readonly taps: readonly Tap[] }> {
  const taps = wiretap(page);
  const sight = new StagePage(page);
  await sight.open();
  return { sight, taps };
}
