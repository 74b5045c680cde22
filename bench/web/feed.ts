import { encodeBatch, encodeMessage, PROTOCOL, packLines } from "@sockscope/protocol";
import type { WebSocket } from "ws";
import { batches as batchesOf } from "./million.ts";

/** Batches of events, each a line of JSON, as a server has them in its file. */
export interface Feed {
  readonly batches: readonly (readonly string[])[];
  /** All of it is long past when the page comes: the server says how much there is, and packs it. */
  readonly past: boolean;
  /** ms between two of them; null: as fast as they are taken. */
  readonly every: number | null;
  /** How many go out before the pace begins. */
  readonly ahead: number;
  readonly events: number;
}

/** ms between two batches of a paced feed, as a server has it. */
const PACE = 4;
/** Bytes under way at the most: as a server that waits for a slow viewer. */
const UNSENT = 4 * 1024 * 1024;

/** @param perSecond events a second; null: as fast as they are taken */
export function writeFeed(clients: number, events: number, perSecond: number | null): Feed {
  const size = perSecond === null ? 2000 : Math.round((perSecond * PACE) / 1000);
  const written: string[][] = [];
  for (const batch of batchesOf(clients, events, size))
    written.push(batch.map((event) => JSON.stringify(event)));
  const ahead = clients < 1000 ? 0 : Math.ceil((clients * 9) / size);
  const past = perSecond === null;
  return { batches: written, past, every: past ? null : PACE, ahead, events };
}

/** Welcomes a page, and sends it all when it is told to. */
export function feed(
  line: WebSocket,
  { batches, past, every, ahead, events }: Feed,
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
  const sendNext = (): void => {
    const lines = batches[next++] ?? [];
    line.send((past ? packLines(lines) : null) ?? encodeBatch(lines));
  };
  const rush = (): void => {
    // As a server that packs a batch, sends it and lets others have their turn.
    if (line.bufferedAmount < UNSENT) sendNext();
    else return void setTimeout(rush, 1);
    if (next < batches.length && line.readyState === line.OPEN) setImmediate(rush);
  };
  const paced = (pace: number): void => {
    for (; next < ahead; ) sendNext();
    const began = performance.now();
    const timer = setInterval(() => {
      const due = ahead + (performance.now() - began) / pace;
      while (next < due && next < batches.length) sendNext();
      if (next >= batches.length || line.readyState !== line.OPEN) clearInterval(timer);
    }, 1);
  };
  return { send: () => (every === null ? rush() : paced(every)) };
}
