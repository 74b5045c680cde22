import {
  encodeMessage,
  type Invitation,
  LIMITS,
  PROTOCOL,
  parseViewerMessage,
  type ServerMessage,
  type ViewerMessage,
  type ViewerRole,
} from "@sockscope/protocol";
import type { RawData, WebSocket } from "ws";
import type { Journal } from "./journal.ts";
import type { Lab } from "./lab.ts";
import { explain } from "./malformed.ts";
import { Refusal } from "./problem.ts";
import { mayCommand, mayHave } from "./roles.ts";

/** ms between two batches while events keep coming. */
const PACE = 4;
/**
 * A batch is made and sent in the programs' own process. After one that took some time the next
 * comes at least this many times later, so that who looks on does not slow down what is seen; in a
 * flood of events a page then runs behind and catches up.
 */
const REST = 9;
/** Events between two batches from which on it is a flood. */
const FLOOD = 100;
/** ms between two looks at whether a slow viewer has caught up. */
const RETRY = 20;

export interface ViewerOptions {
  readonly journal: Journal;
  readonly lab: Lab;
  readonly version: string;
  readonly role: ViewerRole;
  /** How others come in, if they can. */
  readonly invitation: Invitation | null;
  /** Told about faults of ours. */
  readonly warn: (sentence: string) => void;
}

/**
 * One page that looks on. It holds a cursor into the journal and is sent what comes after it: at
 * once when the line is idle, else every few milliseconds, never a message an event.
 */
export class Viewer {
  readonly #socket: WebSocket;
  readonly #options: ViewerOptions;
  /** The `seq` of the last event that was sent; null before `hello`. */
  #cursor: number | null = null;
  #lastSent = -PACE;
  /** The newest `seq` when the last batch went out. */
  #seen = 0;
  /** ms between the last batch and the next. */
  #pause = PACE;
  /** Takes back the flush that is to come; null if none is. */
  #scheduled: (() => void) | null = null;
  readonly #unsubscribe: () => void;

  constructor(socket: WebSocket, options: ViewerOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#unsubscribe = options.journal.subscribe(() => this.#schedule());
    socket.on("message", (data, binary) => this.#receive(data, binary));
    socket.on("close", () => this.#close());
    // A broken connection closes, too; the viewer comes back with its cursor.
    socket.on("error", () => socket.terminate());
  }

  #close(): void {
    this.#unsubscribe();
    this.#unschedule();
    this.#cursor = null;
  }

  #send(message: ServerMessage): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(encodeMessage(message));
  }

  #receive(data: RawData, binary: boolean): void {
    const text = Buffer.isBuffer(data) && !binary ? data.toString() : "";
    const parsed = parseViewerMessage(text);
    if (parsed.ok) return this.#handle(parsed.value);
    const { id, problem } = explain(text);
    this.#send(id === null ? { type: "problem", problem } : { type: "refused", id, problem });
  }

  #handle(message: ViewerMessage): void {
    switch (message.type) {
      case "hello":
        return this.#welcome(message);
      case "command":
        if (!mayCommand(this.#options.role, message.command.do))
          return this.#refuse(
            message.id,
            new Refusal("only-looking", "Viewers from other machines may look, not act."),
          );
        this.#options.lab.do(message.command).then(
          ({ actors, group }) => {
            // What the command caused is shown before its answer.
            this.#flush();
            const several = group === undefined ? {} : { group };
            this.#send({ type: "done", id: message.id, actors: [...actors], ...several });
          },
          (error: unknown) => this.#refuse(message.id, error),
        );
    }
  }

  #refuse(id: string, error: unknown): void {
    if (error instanceof Refusal)
      return this.#send({ type: "refused", id, problem: error.problem });
    // A fault of ours must not take the others' stage down.
    const reason = error instanceof Error ? error.message : String(error);
    this.#options.warn(`A command failed: ${reason}`);
    const message = `Sockscope made a mistake: ${reason}`;
    this.#send({ type: "refused", id, problem: { code: "malformed", message } });
  }

  #welcome(hello: Extract<ViewerMessage, { type: "hello" }>): void {
    const { journal, version } = this.#options;
    if (hello.protocol !== PROTOCOL) {
      const message = `This page speaks protocol ${hello.protocol}, the server ${PROTOCOL}; reload it.`;
      return this.#send({ type: "problem", problem: { code: "version", message } });
    }
    const { session, seq } = journal;
    // A viewer that claims to hold more than there is cannot hold this session's events.
    const since = hello.session === session && hello.since <= seq ? hello.since : 0;
    this.#cursor = since;
    this.#seen = seq;
    const { role, invitation } = this.#options;
    const others = invitation && mayHave(role, "invitation") ? { invitation } : {};
    this.#send({
      type: "welcome",
      protocol: PROTOCOL,
      version,
      session,
      since,
      seq,
      role,
      ...others,
    });
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled !== null || this.#cursor === null) return;
    this.#flushIn(this.#pause - (performance.now() - this.#lastSent));
  }

  /** `wait` in ms; "at once" is after this turn of the event loop, so what it brings goes along. */
  #flushIn(wait: number): void {
    const flush = (): void => this.#flush();
    if (wait <= 0) {
      const immediate = setImmediate(flush);
      this.#scheduled = () => clearImmediate(immediate);
    } else {
      const timeout = setTimeout(flush, wait);
      this.#scheduled = () => clearTimeout(timeout);
    }
  }

  #unschedule(): void {
    this.#scheduled?.();
    this.#scheduled = null;
  }

  #flush(): void {
    this.#unschedule();
    const { journal } = this.#options;
    if (this.#cursor === null || this.#cursor >= journal.seq) return;
    if (this.#socket.bufferedAmount > LIMITS.unsentBytes) return this.#flushIn(RETRY);
    const began = performance.now();
    const events = journal.read(this.#cursor, LIMITS.batchEvents);
    this.#cursor += events.length;
    this.#send({ type: "batch", events });
    this.#lastSent = performance.now();
    // While little happens nobody is slowed down, so a page that comes late catches up at once.
    const isFlood = journal.seq - this.#seen > FLOOD;
    this.#seen = journal.seq;
    this.#pause = isFlood ? Math.max(PACE, REST * (this.#lastSent - began)) : PACE;
    if (this.#cursor < journal.seq) this.#flushIn(isFlood ? this.#pause : 0);
  }
}
