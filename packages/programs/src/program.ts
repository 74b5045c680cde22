import type { Family, HostPort, Socket, Sockets } from "@sockscope/sockets";
import type { FileSource, Hash } from "./file-source.ts";

/** One call of a program that is driven by hand. */
export type Order =
  | { readonly verb: "connect"; readonly address: HostPort }
  | { readonly verb: "send"; readonly text: string }
  | { readonly verb: "sendto"; readonly text: string; readonly address: HostPort }
  | { readonly verb: "recv"; readonly size: number }
  | { readonly verb: "recvfrom"; readonly size: number }
  | { readonly verb: "shutdown"; readonly how: "SHUT_RD" | "SHUT_WR" | "SHUT_RDWR" }
  /** Seconds. */
  | { readonly verb: "settimeout"; readonly seconds: number }
  | { readonly verb: "close" };

export interface ProgramOptions {
  /** The address to which a server binds, and to which a client connects or sends. */
  readonly host: string;
  readonly port: number;
  /** The family of `host`. */
  readonly family: Family;
  /** Counts the running programs of this kind from 1. */
  readonly number: number;
  /** One line on the program's card. */
  readonly print: (line: string) => void;
  /** Python's `time.sleep`. */
  readonly sleep: (seconds: number) => Promise<void>;
  /** The file that a program sends. */
  readonly file: FileSource;
  readonly sha256: () => Hash;
  /** The calls that a person chooses. Only for programs that are driven by hand. */
  readonly orders: AsyncIterable<Order>;
  /** Aborted when the program is stopped, for waits without a socket of ours. */
  readonly signal: AbortSignal;
  /** Passes a client to a worker thread of its own. Only for servers with threads. */
  readonly startThread: (conn: Socket, addr: HostPort) => Promise<void>;
}

/** A program ends when its promise settles. An error that it throws ends only this program. */
export type Program = (net: Sockets, options: ProgramOptions) => Promise<void>;
