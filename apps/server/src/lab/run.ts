import type { Program, ProgramOptions } from "@sockscope/programs";
import {
  ProgramStopped,
  type RecordedFact,
  SocketError,
  type Sockets,
  type Threads,
  type Traffic,
} from "@sockscope/sockets";
import { truncateOutput } from "./truncated-output.ts";

export type Ending = Extract<RecordedFact, { kind: "actor.ended" }>;

export interface RunOptions {
  readonly actor: number;
  readonly program: Program;
  readonly net: Sockets;
  readonly options: Omit<ProgramOptions, "print" | "sleep" | "signal" | "startThread">;
  /** Creates the worker threads of a server that has them. Null for any other program. */
  readonly threads: ((print: (line: string) => void) => Threads) | null;
  readonly record: (fact: RecordedFact) => void;
  readonly ended: () => void;
}

/** One running program. However it ends, its sockets are closed before it counts as ended. */
export class Run {
  readonly #options: RunOptions;
  readonly #sleeping = new Set<{ timer: NodeJS.Timeout; stopped: () => void }>();
  readonly #ending = new AbortController();
  #threads: Threads | null = null;
  #over: Promise<void> | null = null;

  constructor(options: RunOptions) {
    this.#options = options;
  }

  get over(): boolean {
    return this.#over !== null;
  }

  /** The bytes that the connection of one of its sockets has moved. */
  traffic(socket: number): Traffic | null {
    return this.#options.net.traffic(socket);
  }

  /** Does nothing if the run has been stopped. */
  start(): void {
    if (this.over) return;
    const { actor, program, net, options, record, threads } = this.#options;
    const print = (text: string): void => {
      if (!this.over) record({ kind: "actor.printed", actor, text: truncateOutput(text) });
    };
    this.#threads = threads?.(print) ?? null;
    const sleep = (seconds: number): Promise<void> => this.#sleep(seconds);
    const startThread: ProgramOptions["startThread"] = async (conn, addr) =>
      this.#threads?.start(conn, addr);
    // Even a program that throws before its first `await` ends nothing but itself.
    const { signal } = this.#ending;
    const running = (async () => program(net, { ...options, print, sleep, signal, startThread }))();
    running.then(
      () => this.#end({ how: "returned" }),
      (error: unknown) =>
        error instanceof ProgramStopped
          ? undefined
          : this.#end({ how: "failed", error: truncateOutput(sentence(error)) }),
    );
  }

  /** Resolves when its sockets are closed and its end is recorded. */
  stop(): Promise<void> {
    return this.#end({ how: "stopped" });
  }

  #sleep(seconds: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const sleeper = {
        timer: setTimeout(() => {
          this.#sleeping.delete(sleeper);
          resolve();
        }, seconds * 1000),
        stopped: () => reject(new ProgramStopped()),
      };
      this.#sleeping.add(sleeper);
    });
  }

  #end(ending: Omit<Ending, "kind" | "actor">): Promise<void> {
    this.#over ??= this.#close(ending);
    return this.#over;
  }

  async #close(ending: Omit<Ending, "kind" | "actor">): Promise<void> {
    const { actor, net, record, ended } = this.#options;
    for (const { timer, stopped } of this.#sleeping) {
      clearTimeout(timer);
      stopped();
    }
    this.#sleeping.clear();
    this.#ending.abort();
    await Promise.all([net.closeAll(), this.#threads?.close()]);
    record({ kind: "actor.ended", actor, ...ending });
    ended();
  }
}

/** `bind: EADDRINUSE Address already in use` */
function sentence(error: unknown): string {
  if (error instanceof SocketError) return `${error.call}: ${error.errno} ${error.message}`;
  try {
    return error instanceof Error ? error.message : String(error);
  } catch {
    // Anything can be thrown, even a value that cannot be turned into text.
    return "It threw something that has no name.";
  }
}
