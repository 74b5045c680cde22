import { encodeBatch, encodeMessage, PROTOCOL, packLines } from "@sockscope/protocol";
import type { WebSocket } from "ws";
import { batches as batchesOf } from "./echoes.ts";

/** Batches of events, each a line of JSON, as a server has them in its file. */
export interface Feed {
  readonly batches: readonly (readonly string[])[];
  /** All of it is long past when the page comes: the server says how much there is. */
  readonly past: boolean;
  /** In the packed form, as a server sends what is past; else as JSON. */
  readonly packed: boolean;
  /** How many batches are due so many ms after the beginning; null: as fast as they are taken. */
  readonly due: ((ms: number) => number) | null;
  /** After the last batch the first one comes again: for pages that do not look at what they get. */
  readonly repeats: boolean;
  readonly events: number;
}

/** ms between two batches of a paced feed, as a server has it. */
const PACE = 4;
/** Bytes under way at the most: as a server that waits for a slow viewer. */
const UNSENT = 4 * 1024 * 1024;

const written = (clients: number, events: number, size: number): string[][] =>
  [...batchesOf(clients, events, size)].map((batch) => batch.map((event) => JSON.stringify(event)));

/** A connection over which nothing comes but the welcome. */
export const NO_EVENTS: Feed = {
  ...{ batches: [], events: 0 },
  ...{ past: false, packed: false, due: null, repeats: false },
};

/** Events that are past: as fast as they are taken. */
export const pastFeed = (clients: number, events: number): Feed => ({
  ...{ batches: written(clients, events, 2000), events },
  ...{ past: true, packed: true, due: null, repeats: false },
});

/** So many events a second. The first nine of each client, with which they come, go out at once. */
export function pacedFeed(clients: number, events: number, perSecond: number): Feed {
  const size = Math.round((perSecond * PACE) / 1000);
  const ahead = Math.ceil((clients * 9) / size);
  return {
    ...{ batches: written(clients, events, size), events },
    ...{ past: false, packed: false, due: (ms) => ahead + ms / PACE, repeats: false },
  };
}

/** Events a second that grow: `first` at the beginning, and by half in each `RAMP` ms. */
export function rampFeed(clients: number, events: number, first: number): Feed {
  const size = 400;
  const rate = Math.log(1.5) / RAMP;
  const due = (ms: number): number => ((first / 1000 / rate) * Math.expm1(rate * ms)) / size;
  return {
    ...{ batches: written(clients, events, size), events },
    ...{ past: false, packed: false, due, repeats: false },
  };
}
const RAMP = 1500;

/** Welcomes a page, and sends it all when it is told to. */
export function feed(
  line: WebSocket,
  { batches, past, packed, due, repeats, events }: Feed,
): { send: () => void } {
  line.on("message", () => {
    const began = {
      protocol: PROTOCOL,
      version: "bench",
      session: "bench",
      since: 0,
      seq: past ? events : 0,
    };
    line.send(encodeMessage({ type: "welcome", role: "local", ...began }));
  });
  let next = 0;
  const isOver = (): boolean =>
    line.readyState !== line.OPEN || (!repeats && next >= batches.length);
  const sendNext = (): void => {
    const lines = batches[next++ % batches.length] ?? [];
    line.send((packed ? packLines(lines) : null) ?? encodeBatch(lines));
  };
  const rush = (): void => {
    // As a server that packs a batch, sends it and lets others have their turn.
    if (line.bufferedAmount < UNSENT) sendNext();
    else return void setTimeout(rush, 1);
    if (!isOver()) setImmediate(rush);
  };
  const paced = (dueAfter: (ms: number) => number): void => {
    const began = performance.now();
    const timer = setInterval(() => {
      const upTo = dueAfter(performance.now() - began);
      while (next < upTo && !isOver()) sendNext();
      if (isOver()) clearInterval(timer);
    }, 1);
  };
  return { send: () => (due === null ? rush() : paced(due)) };
}
