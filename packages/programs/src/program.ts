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
  /** A server binds to this address, a client aims at it. */
  readonly host: string;
  readonly port: number;
  /** What `host` belongs to. */
  readonly family: Family;
  /** Counts the running programs of this kind from 1. */
  readonly number: number;
  /** One line on the program's card. */
  readonly print: (line: string) => void;
  /** Python's `time.sleep`. */
  readonly sleep: (seconds: number) => Promise<void>;
  /** What a program sends that sends a file. */
  readonly file: FileSource;
  readonly sha256: () => Hash;
  /** What a person wants next; only for programs that are driven by hand. */
  readonly orders: AsyncIterable<Order>;
  /** Aborted when the program is ended, for what waits without a socket of ours. */
  readonly signal: AbortSignal;
  /** Gives a client to a worker thread of its own; only for servers of the make "threads". */
  readonly startThread: (conn: Socket, addr: HostPort) => Promise<void>;
}

/** A program: it is over when its promise is. What it throws ends it and nothing else. */
export type Program = (net: Sockets, options: ProgramOptions) => Promise<void>;
