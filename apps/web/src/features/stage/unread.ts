import type { StageView } from "@sockscope/trace";
import { createContext, useContext } from "react";

/** Bytes that wait at each socket of the instant, by its id. */
export type Unread = ReadonlyMap<number, number>;

export const UnreadContext = createContext<Unread>(new Map());

export function unreadOf({ actors }: StageView): Unread {
  const all = new Map<number, number>();
  for (const { sockets } of actors) {
    for (const { id, unread } of sockets) if (unread > 0) all.set(id, unread);
  }
  return all;
}

/** What waits at a socket; 0 for nothing, and where nobody sees it. */
export const useUnreadAt = (socket: number | null): number => {
  const all = useContext(UnreadContext);
  return socket === null ? 0 : (all.get(socket) ?? 0);
};
