import type { HostPort, Room, Socket } from "@sockscope/sockets";

/** The context of a conversation, besides its connection. */
export interface ServeContext {
  /** The other connections being served. */
  readonly room: Room<Socket>;
  /** One line on the server's card. */
  readonly print: (line: string) => void;
}

/** What a server does with one client, from its first byte to `close`. */
export type Conversation = (conn: Socket, addr: HostPort, context: ServeContext) => Promise<void>;

/** A TCP server, with any kind of concurrency. concurrency/ accepts its clients. */
export interface Server {
  /** The backlog of `listen`. */
  readonly backlog: number;
  /** Printed once it listens. */
  readonly started?: string;
  readonly serve: Conversation;
}
