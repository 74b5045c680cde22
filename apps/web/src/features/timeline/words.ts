import { durationText, type Flight, sizeText, type TimelineWords } from "@sockscope/trace";
import {
  actorName,
  conditionsText,
  countText,
  type Dictionary,
  errnoName,
  phaseName,
  previewText,
  readingText,
  visibleText,
  whenText,
} from "../../i18n/index.ts";
import { getTrace } from "../../store/index.ts";

/** What the timeline says, in the language of the page. */
export function timelineWords(text: Dictionary): TimelineWords {
  const { timeline } = text;
  // Hundreds of arrows are drawn in a frame, and mostly the same ones in the next.
  const cache = new WeakMap<Flight["cargo"], string>();
  return {
    actor: (actor) => actorName(text, actor),
    shortActor: ({ role, number }) => `${timeline.letters[role]}${number}`,
    blocked: (call) => timeline.blocked(call.verb),
    flight: ({ cargo }) => {
      if (cargo.kind === "segment") return cargo.flags;
      const known = cache.get(cargo);
      if (known !== undefined) return known;
      const preview = previewText(cargo.prefix);
      const words =
        preview === "" ? sizeText(cargo.length) : `${sizeText(cargo.length)}  ${preview}`;
      cache.set(cargo, words);
      return words;
    },
    gap: (ns) => `+${durationText(ns)}`,
    appears: timeline.appears,
    removed: timeline.removed,
    // A process is called whatever its owner likes: turned text and invisible letters too.
    known: (process) => timeline.known(process === null ? null : visibleText(process)),
    ended: (event) => timeline.ended[event.how],
    errno: ({ call, error }) => errnoName(text, getTrace(), call, error?.errno ?? ""),
    printed: (output) => timeline.printed(previewText(new TextEncoder().encode(output), 40)),
    queued: timeline.queued,
    named: timeline.named,
    arrived: (size) => timeline.arrived(sizeText(size)),
    dropped: (count, size) => timeline.dropped(count, sizeText(size)),
    closedBySystem: timeline.closedBySystem,
    kernel: (event, of, brief = false) => {
      const news = readingText(text, getTrace(), event, of);
      return news === "" || brief ? news : timeline.kernel.says(news);
    },
    when: (flight) => whenText(text, flight),
    byNow: timeline.byNow,
    struck: timeline.struck,
    unseen: timeline.unseen,
    peerKnown: (other) => {
      const actor = getTrace().actor(other);
      return timeline.peerKnown(actor === undefined ? "" : actorName(text, actor));
    },
    conditions: (event) => conditionsText(text, event, getTrace()),
    truth: (truth) => text.inspector.truths[truth].name,
    phase: (phase) => phaseName(text, getTrace(), phase),
    unread: (amount, datagrams, isMinimum) => {
      if (datagrams) return timeline.datagramsWait(amount);
      const size = sizeText(amount);
      return timeline.unread(isMinimum ? timeline.least(size) : size);
    },
    folded: timeline.folded,
    moreSockets: (count, brief) => (brief ? `+${count}` : timeline.moreSockets(count)),
    inQueue: timeline.inQueue,
    between: timeline.gapBetween,
    counted: timeline.counted,
    dense: (steps) => timeline.dense(countText(steps)),
    someArrows: (drawn, all) => timeline.someArrows(drawn, countText(all)),
  };
}
