import type { HostPort, Room, Socket } from "@sockscope/sockets";

/** What a conversation has besides its connection. */
export interface ServeContext {
  /** Who else is being served. */
  readonly room: Room<Socket>;
  /** One line on the server's card. */
  readonly print: (line: string) => void;
}

/** What a server does with one client, from its first byte to `close`. */
export type Conversation = (conn: Socket, addr: HostPort, context: ServeContext) => Promise<void>;

/** A TCP server, whatever its make; see makes/ for how it comes to its clients. */
export interface Server {
  /** Of `listen`. */
  readonly backlog: number;
  /** Printed once it listens. */
  readonly started?: string;
  readonly serve: Conversation;
}
