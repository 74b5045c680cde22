import { kernelSocketText } from "@sockscope/protocol";
import { durationText } from "../../text/call-text.ts";
import type { TimelineWords } from "../../text/row-label.ts";

/** Words for tests, and a face whose letters are all of one width. */
export const words: TimelineWords = {
  actor: (actor) => `${actor.role} ${actor.id}`,
  shortActor: (actor) => `${actor.id}`,
  asleep: (call) => `asleep in ${call.verb}`,
  flight: ({ cargo }) => (cargo.kind === "segment" ? cargo.flags : `${cargo.length} B`),
  when: ({ at }) => (at === null ? null : `${at[0]} to ${at[1]}`),
  byNow: (flight) => `${flight} by now`,
  struck: (flight, by) => `${flight} struck by ${by}`,
  unseen: (flight) => `${flight} unseen`,
  gap: (ns) => `+${durationText(ns)}`,
  appears: "appears",
  removed: "removed",
  known: (process) => `is ${process ?? "a process"}`,
  ended: (event) => event.how,
  errno: ({ error }) => error?.errno ?? "",
  printed: (text) => `prints ${text}`,
  queued: (port) => `queued ${port}`,
  named: (port) => `gets ${port}`,
  arrived: (size) => `${size} B arrived`,
  dropped: (count, size) => `${count} of ${size} B dropped`,
  closedBySystem: "closed",
  kernel: ({ own }, _of) => `kernel: ${kernelSocketText(own)}`,
  peerKnown: (other) => `peer ${other}`,
  conditions: ({ kind }) => kind,
  truth: (truth) => truth,
  phase: (phase) => phase,
  unread: (amount, datagrams) => `${amount} ${datagrams ? "datagrams" : "B"} wait`,
  folded: (rows) => `… ${rows} rows …`,
  moreSockets: (count, brief) => (brief ? `+${count}` : `+${count} sockets`),
  inQueue: (connections, kernel) =>
    `${connections} in ${kernel ? "kernel's queue, inferred" : "queue"}`,
  between: (step, next) => `from ${step} to ${next}`,
  counted: (steps, failed) => `${steps} steps${failed ? ", failures" : ""}`,
  dense: (steps) => `${steps} steps`,
  someArrows: (drawn, all) => `${drawn} of ${all} arrows`,
};

export const measure = (text: string, font: { size: number }): number =>
  text.length * font.size * 0.6;
