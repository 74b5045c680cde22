import type { EventOf } from "@sockscope/protocol";
import {
  type ReadingNews,
  type RowNews,
  readingNews,
  sizeText,
  type Trace,
  timelineIndex,
} from "@sockscope/trace";
import type { Dictionary } from "./en/en.ts";

type Reading = EventOf<"kernel.read">;

/** What a reading of the kernel says that the one before it did not: `CLOSE-WAIT · 5 B unread`. */
export function readingText(
  text: Dictionary,
  trace: Trace,
  event: Reading,
  of: "both" | "own" | "peer" = "both",
): string {
  const { kernel } = text.timeline;
  const { step, before } = timelineIndex(trace).reading(event);
  const news = readingNews(event, before);
  if (event.own?.state === null)
    return of === "peer" ? "" : ofDatagrams(text, event, before, news) || kernel.same;
  // On a picture there is little room: Send-Q is what it is called in `ss`.
  const unacknowledged = of === "both" ? kernel.unacknowledged : kernel.sendQueue;
  const own = ofOwn(text, trace, event, news, step, unacknowledged);
  const peer = news.peer === null ? "" : ofPeer(text, news.peer, unacknowledged);
  // What has changed is not among what is told: then it is our end of which there is nothing to say.
  if (own === "" && peer === "") return of === "peer" ? "" : kernel.same;
  if (of !== "both") return of === "own" ? own : peer;
  return [own, peer === "" ? "" : kernel.otherEnd(peer)].filter((one) => one !== "").join(", ");
}

function ofOwn(
  { timeline: { kernel } }: Dictionary,
  trace: Trace,
  { socket, own }: Reading,
  { own: row, ahead }: ReadingNews,
  step: number,
  unacknowledged: (size: string) => string,
): string {
  if (row?.state === "gone") return kernel.gone;
  if (own?.state === "LISTEN") return kernel.waiting(own.receiveQueue);
  const tracks = trace.tracksOf(socket);
  const unread = tracks?.unreadTruthAt(step) === "observed" ? tracks.unread.at(step) : null;
  const changed = (row?.receiveQueue ?? ahead) !== null;
  return parts([
    row?.state ?? null,
    changed && unread !== null && (unread > 0 || row?.state == null)
      ? kernel.unread(sizeText(unread))
      : null,
    row?.unacknowledged == null ? null : unacknowledged(sizeText(row.unacknowledged)),
    row?.retransmits == null ? null : kernel.again(row.retransmits),
    row?.orphan == null ? null : kernel.orphan,
  ]);
}

const ofPeer = (
  { timeline: { kernel } }: Dictionary,
  row: RowNews,
  unacknowledged: (size: string) => string,
): string =>
  row.state === "gone"
    ? kernel.gone
    : parts([
        row.state,
        row.receiveQueue === null ? null : kernel.receiveQueue(sizeText(row.receiveQueue)),
        row.unacknowledged === null ? null : unacknowledged(sizeText(row.unacknowledged)),
      ]);

function ofDatagrams(
  { timeline: { kernel } }: Dictionary,
  { peer }: Reading,
  before: Reading | null,
  { own }: ReadingNews,
): string {
  const isBound = peer !== null;
  return parts([
    peer === undefined || (before?.peer !== undefined && (before.peer !== null) === isBound)
      ? null
      : isBound
        ? kernel.somebody
        : kernel.nobody,
    own?.receiveQueue == null ? null : kernel.receiveQueue(sizeText(own.receiveQueue)),
    own?.drops == null ? null : kernel.drops(own.drops),
  ]);
}

const parts = (said: readonly (string | null)[]): string =>
  said.filter((one) => one !== null).join(" · ");
