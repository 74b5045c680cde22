import type { EventOf, KernelSocket } from "@sockscope/protocol";

type State = Exclude<KernelSocket["state"], null>;
/** In these a FIN that this end has sent is one of the bytes that were not acknowledged. */
const FIN_SENT: ReadonlySet<State> = new Set(["FIN-WAIT-1", "CLOSING", "LAST-ACK"]);

/** What is new in one row of the kernel's table; null: that is as before. */
export interface RowNews {
  /** `gone`: the kernel has no such socket any more. */
  readonly state: State | "gone" | null;
  readonly receiveQueue: number | null;
  /** Bytes without a FIN that the other end has not acknowledged. */
  readonly unacknowledged: number | null;
  readonly retransmits: number | null;
  readonly drops: number | null;
  /** No program has it from now on. */
  readonly orphan: true | null;
}

export interface ReadingNews {
  readonly own: RowNews | null;
  readonly peer: RowNews | null;
  /** Bytes that our process has read from the kernel and no `recv` has returned. */
  readonly ahead: number | null;
}

type Reading = EventOf<"kernel.read">;

/** What a reading says that the one before it, of the same socket, did not. */
export function readingNews(now: Reading, before: Reading | null): ReadingNews {
  const ahead = now.ahead ?? 0;
  return {
    own: rowNews(now.own, before?.own),
    peer: now.peer === undefined ? null : rowNews(now.peer, before?.peer),
    ahead: ahead === (before?.ahead ?? 0) ? null : ahead,
  };
}

function rowNews(now: KernelSocket | null, before: KernelSocket | null | undefined) {
  const news = (field: (row: KernelSocket) => number): number | null => {
    const [is, was] = [now === null ? 0 : field(now), before == null ? 0 : field(before)];
    return is === was ? null : is;
  };
  const removed = now === null && before !== null;
  const state = now === null || now.state === before?.state ? null : now.state;
  const found: RowNews = {
    state: removed ? "gone" : state,
    receiveQueue: news(({ receiveQueue }) => receiveQueue),
    unacknowledged: news(unacknowledged),
    retransmits: news((row) => row.retransmits ?? 0),
    drops: news((row) => row.drops ?? 0),
    orphan: now?.orphan === true && before?.orphan !== true ? true : null,
  };
  if (removed) return { ...NOTHING, state: "gone" as const };
  return Object.values(found).every((value) => value === null) ? null : found;
}

const NOTHING: RowNews = {
  ...{ state: null, receiveQueue: null, unacknowledged: null, retransmits: null, drops: null },
  orphan: null,
};

/** Of a row: bytes, without a FIN, that the other end has not acknowledged. */
const unacknowledged = ({ state, sendQueue }: KernelSocket): number =>
  state !== null && FIN_SENT.has(state) ? Math.max(0, sendQueue - 1) : sendQueue;
