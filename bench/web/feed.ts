import { encodeMessage, PROTOCOL } from "@sockscope/protocol";
import type { WebSocket } from "ws";
import { batches } from "./million.ts";

/** Messages as a server would send them. */
export interface Feed {
  readonly messages: readonly string[];
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
  const messages: string[] = [];
  for (const batch of batches(clients, events, size))
    messages.push(encodeMessage({ type: "batch", events: batch }));
  const ahead = clients < 1000 ? 0 : Math.ceil((clients * 9) / size);
  return { messages, every: perSecond === null ? null : PACE, ahead, events };
}

/** Welcomes a page, and sends it all when it is told to. */
export function feed(line: WebSocket, { messages, every, ahead }: Feed): { send: () => void } {
  line.on("message", () => {
    const began = { protocol: PROTOCOL, version: "bench", session: "bench", since: 0, seq: 0 };
    line.send(encodeMessage({ type: "welcome", ...began }));
  });
  let next = 0;
  const rush = (): void => {
    while (next < messages.length && line.bufferedAmount < UNSENT)
      line.send(messages[next++] ?? "");
    if (next < messages.length && line.readyState === line.OPEN) setTimeout(rush, 1);
  };
  const paced = (pace: number): void => {
    for (; next < ahead; next++) line.send(messages[next] ?? "");
    const began = performance.now();
    const timer = setInterval(() => {
      const due = ahead + (performance.now() - began) / pace;
      while (next < due && next < messages.length) line.send(messages[next++] ?? "");
      if (next >= messages.length || line.readyState !== line.OPEN) clearInterval(timer);
    }, 1);
  };
  return { send: () => (every === null ? rush() : paced(every)) };
}
