import { type SocketView, type StageView, underWay } from "@sockscope/trace";
import { createContext, useContext, useMemo, useSyncExternalStore } from "react";
import { getTrace, observable } from "../../../store/index.ts";

/** Bytes (TCP) or datagrams at sockets of the instant, by their ids. */
type Amounts = ReadonlyMap<number, number>;

export interface Unread {
  /** Sent and not received yet. */
  readonly all: Amounts;
  /** What of that is drawn on its way. */
  readonly coming: Amounts;
}

const NONE: Amounts = new Map();

export const UnreadContext = createContext<Unread>({ all: NONE, coming: NONE });

function unreadOf({ actors }: StageView): Amounts {
  const all = new Map<number, number>();
  for (const { sockets } of actors) {
    for (const { id, unread, underWay: more } of sockets)
      if (unread + more > 0) all.set(id, unread + more);
  }
  return all;
}

/** Whether what left in the step just done is drawn on its way, as where the clock stands. */
const trailing = observable(false);

export const setTrailing = (trails: boolean): void => {
  if (trails !== trailing.read()) trailing.set(trails);
};

export function useUnread(view: StageView): Unread {
  const trails = useSyncExternalStore(trailing.subscribe, trailing.read);
  const all = useMemo(() => unreadOf(view), [view]);
  return useMemo(
    () => ({ all, coming: trails && all.size > 0 ? underWay(getTrace(), view.step) : NONE }),
    [all, trails, view],
  );
}

/** What was sent to a socket and not received; 0 for nothing, and where nobody sees it. */
export const useUnreadAt = (socket: number | null): number => {
  const { all } = useContext(UnreadContext);
  return socket === null ? 0 : (all.get(socket) ?? 0);
};

/** What waits in a socket's tank: that of it which is not drawn on its way. */
export const useWaitingAt = (socket: SocketView | null): number => {
  const { coming } = useContext(UnreadContext);
  return socket === null ? 0 : Math.max(0, socket.unread - (coming.get(socket.id) ?? 0));
};
