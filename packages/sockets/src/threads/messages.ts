import type { MessagePort } from "node:worker_threads";
import type { CallError, Verb } from "@sockscope/protocol";
import type { HostPort } from "../os/address.ts";
import type { ShutdownHow } from "../os/driver.ts";
import type { Position } from "../recording/stack-position.ts";

/** A call that a thread makes on one of its sockets, with the arguments of the recorded API. */
export type ThreadCall =
  | { readonly verb: "send" | "sendall"; readonly data: Uint8Array }
  | { readonly verb: "recv"; readonly size: number }
  | { readonly verb: "shutdown"; readonly how: ShutdownHow }
  | { readonly verb: "settimeout"; readonly seconds: number | null }
  | { readonly verb: "close" | "getsockname" | "getpeername" };

/** A request of a thread. It sleeps until it has the answer, except after `print`. */
export type Ask =
  | {
      readonly ask: "call";
      readonly socket: number;
      readonly call: ThreadCall;
      /** The lines that made the request, innermost first. Empty if lines are not recorded. */
      readonly from: readonly Position[];
    }
  | { readonly ask: "join" | "leave" | "others"; readonly socket: number }
  | { readonly ask: "print"; readonly line: string };

export type Answer =
  | { readonly ok: true; readonly value: unknown }
  | {
      readonly ok: false;
      readonly error: CallError;
      readonly call: Verb;
      readonly timedOut: boolean;
    };

/** One conversation for one thread. */
export interface ThreadTask {
  /** The conversation, by the name that the worker knows. */
  readonly program: string;
  readonly socket: number;
  readonly addr: HostPort;
  readonly port: MessagePort;
  /** Whether it sends the lines that make its calls. */
  readonly recordsLines: boolean;
  /** One Int32: 0 while the thread may sleep, 1 when its answer is in `port`. */
  readonly signal: SharedArrayBuffer;
}
