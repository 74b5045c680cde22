import type { Program, ProgramOptions } from "@sockscope/programs";
import { ProgramStopped, type RecordedFact, SocketError, type Sockets } from "@sockscope/sockets";

export type Ending = Extract<RecordedFact, { kind: "actor.ended" }>;

export interface RunOptions {
  readonly actor: number;
  readonly program: Program;
  readonly net: Sockets;
  readonly options: Omit<ProgramOptions, "print">;
  readonly record: (fact: RecordedFact) => void;
  readonly ended: () => void;
}

/** One running program. Whatever ends it, its sockets are closed before it counts as over. */
export class Run {
  readonly #options: RunOptions;
  #over: Promise<void> | null = null;

  constructor(options: RunOptions) {
    this.#options = options;
  }

  get over(): boolean {
    return this.#over !== null;
  }

  start(): void {
    const { actor, program, net, options, record } = this.#options;
    const print = (text: string): void => {
      if (!this.over) record({ kind: "actor.printed", actor, text });
    };
    program(net, { ...options, print }).then(
      () => this.#end({ how: "returned" }),
      (error: unknown) =>
        error instanceof ProgramStopped
          ? undefined
          : this.#end({ how: "failed", error: sentence(error) }),
    );
  }

  /** Resolves when its sockets are closed and its end is recorded. */
  stop(): Promise<void> {
    return this.#end({ how: "stopped" });
  }

  #end(ending: Omit<Ending, "kind" | "actor">): Promise<void> {
    this.#over ??= this.#close(ending);
    return this.#over;
  }

  async #close(ending: Omit<Ending, "kind" | "actor">): Promise<void> {
    const { actor, net, record, ended } = this.#options;
    await net.closeAll();
    record({ kind: "actor.ended", actor, ...ending });
    ended();
  }
}

/** `bind: EADDRINUSE Address already in use` */
function sentence(error: unknown): string {
  if (error instanceof SocketError) return `${error.call}: ${error.errno} ${error.message}`;
  return error instanceof Error ? error.message : String(error);
}
