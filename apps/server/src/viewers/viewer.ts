import { performance } from "node:perf_hooks";
import {
  type Command,
  encodeBatch,
  encodeMessage,
  type Invitation,
  LIMITS,
  PROTOCOL,
  type Problem,
  packLines,
  parseViewerMessage,
  type ServerMessage,
  type ViewerMessage,
  type ViewerRole,
} from "@sockscope/protocol";
import type { RawData, WebSocket } from "ws";
import { explain } from "../access/malformed.ts";
import { mayCommand, mayHave } from "../access/roles.ts";
import type { Journal } from "../journal/journal.ts";
import { type JournalLines, stoppedProblem } from "../journal/journal-lines.ts";
import type { Lab } from "../lab/lab.ts";
import { Refusal } from "../system/problem.ts";
import { Flood } from "./flood.ts";
import { ViewerLoad } from "./viewer-load.ts";
import type { Answer, ViewerRegistry } from "./viewer-registry.ts";

/** ms between two batches while events keep coming. */
const PACE = 4;
/** Bytes of answers and the like that a viewer may leave lying; past this it is hung up. */
const MOST_UNSENT = 8 * LIMITS.unsentBytes;
/** Beats without a sign of life from the other end after which a line is dead. */
const DEAF = 6;
const SLOW: Problem = {
  code: "slow-viewer",
  message:
    "This viewer takes its events too slowly. They are held back and come later, from the journal.",
};
let lastLine = 0;
/**
 * A batch is made and sent in the programs' own process. In a flood the next comes at least this
 * many times later than the last one took, so that who looks on does not slow down what is seen, and
 * later still where the programs leave the loop no time to wait in; the page then runs behind and
 * catches up. Its batches are small, so that it moves all the same.
 */
const REST = { usual: 39, busy: 99 };
/** The share of its time in which a loop that has something to do always has something to do. */
const BUSY = 0.9;
const FLOOD_BATCH = 256;
/** ms; but never later than this for each viewer: a batch that was held up says nothing of the next. */
const LONGEST = 250;
/** Events that a viewer must lack for its batches to be packed: a packed one is made only for it. */
const FAR_BEHIND = 4 * LIMITS.batchEvents;
/** ms between two looks at whether a slow viewer has caught up. */
const RETRY = 20;
/** ms for which its line is full before it is told: who comes late fills it for a moment, too. */
const PATIENCE = 2000;

export interface ViewerOptions {
  readonly journal: Journal;
  readonly lines: JournalLines;
  readonly lab: Lab;
  readonly registry: ViewerRegistry;
  readonly version: string;
  readonly role: ViewerRole;
  /** How others come in, if they can. */
  readonly invitation: Invitation | null;
  /** It and the others; itself alone unless given. */
  readonly load?: ViewerLoad;
  /** Told about faults of ours. */
  readonly warn: (sentence: string) => void;
  /** ms between two signs of life; `LIMITS.beat` unless said otherwise. */
  readonly beat?: number;
  /** ms for which its line may be full before it is told; `PATIENCE` unless said otherwise. */
  readonly patience?: number;
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
  #lastSent = 0;
  readonly #load: ViewerLoad;
  /** What all had spent then. */
  #spent = 0;
  /** ms between the last batch and the next. */
  #pause = PACE;
  /** Takes back the flush that is to come; null if none is. */
  #scheduled: (() => void) | null = null;
  /** While it waits for the next event. */
  #unsubscribe: (() => void) | null = null;
  readonly #beat: NodeJS.Timeout;
  /** Since when its line is full; null while it is not. */
  #fullSince: number | null = null;
  #toldSlow = false;
  /** Beats since the other end was heard. */
  #unheard = 0;
  /** Whether it reads packed batches. */
  #packs = false;
  /** More may come than anybody reads. */
  #flood = new Flood(0);
  /** The loop's time when it was last asked for. */
  #loop = performance.eventLoopUtilization();
  /** Who it is; a name of its own until it has said one. */
  #viewer = `line ${++lastLine}`;
  readonly #hangUp = (): void => this.#socket.terminate();

  constructor(socket: WebSocket, options: ViewerOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#load = options.load ?? new ViewerLoad();
    this.#load.count += 1;
    this.#beat = setInterval(() => this.#sign(), options.beat ?? LIMITS.beat);
    socket.on("pong", () => {
      this.#unheard = 0;
    });
    socket.on("message", (data, binary) => this.#receive(data, binary));
    socket.on("close", () => this.#close());
    // A broken connection closes, too; the viewer comes back with its cursor.
    socket.on("error", () => socket.terminate());
  }

  #close(): void {
    this.#load.count -= 1;
    this.#unsubscribe?.();
    this.#unschedule();
    clearInterval(this.#beat);
    this.#options.registry.release(this.#viewer, this.#hangUp);
    this.#cursor = null;
  }

  /** A line whose other end is gone without a word does not close by itself. */
  #sign(): void {
    this.#unheard += 1;
    if (this.#unheard > DEAF) return this.#hangUp();
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#socket.ping();
    if (this.#socket.bufferedAmount <= LIMITS.unsentBytes) this.#send({ type: "beat" });
  }

  /** Something about the whole connection. */
  tell(problem: Problem): void {
    this.#send({ type: "problem", problem });
  }

  #send(message: ServerMessage): void {
    this.#write(encodeMessage(message));
  }

  /** A viewer that is far behind gets what is quicker to read; in a flood, what is quicker to make. */
  #encode(lines: readonly string[]): string | Uint8Array {
    const behind = this.#options.journal.seq - (this.#cursor ?? 0);
    const far = this.#packs && !this.#flood.crowded && behind > FAR_BEHIND;
    return (far ? packLines(lines) : null) ?? encodeBatch(lines);
  }

  #write(text: string | Uint8Array): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#socket.bufferedAmount > MOST_UNSENT) return this.#hangUp();
    this.#socket.send(text);
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
      case "command": {
        const { id, command } = message;
        void this.#options.registry
          .once(this.#viewer, id, () => this.#carryOut(id, command))
          .then((answer) => {
            // What the command caused is shown before its answer.
            if (answer.type === "done") this.#flushAll();
            this.#send(answer);
          });
      }
    }
  }

  async #carryOut(id: string, command: Command): Promise<Answer> {
    try {
      if (!mayCommand(this.#options.role, command.do))
        throw new Refusal("only-looking", "Viewers from other machines may look, not act.");
      const { actors, group } = await this.#options.lab.do(command);
      const several = group === undefined ? {} : { group };
      return { type: "done", id, actors: [...actors], ...several };
    } catch (error) {
      if (error instanceof Refusal) return { type: "refused", id, problem: error.problem };
      // A fault of ours must not take the others' stage down.
      const reason = error instanceof Error ? error.message : String(error);
      this.#options.warn(`A command failed: ${reason}`);
      const message = `Sockscope made a mistake: ${reason}`;
      return { type: "refused", id, problem: { code: "malformed", message } };
    }
  }

  #welcome(hello: Extract<ViewerMessage, { type: "hello" }>): void {
    const { journal } = this.#options;
    if (hello.protocol !== PROTOCOL) {
      const message = `This page speaks protocol ${hello.protocol}, the server ${PROTOCOL}; reload it.`;
      return this.#send({ type: "problem", problem: { code: "version", message } });
    }
    if (hello.viewer !== undefined) {
      this.#viewer = hello.viewer;
      this.#options.registry.claim(hello.viewer, this.#hangUp);
    }
    this.#packs = hello.packs === true;
    const { session, seq } = journal;
    this.#flood = new Flood(seq);
    this.#lastSent = performance.now() - PACE;
    // A viewer that claims to hold more than there is cannot hold this session's events.
    this.#goOnFrom(hello.session === session && hello.since <= seq ? hello.since : 0);
    this.#schedule();
  }

  /** Where the oldest events are gone for good, it begins with the oldest that there is. */
  #goOnFrom(wished: number): void {
    const { journal, lines, version } = this.#options;
    const { session, seq } = journal;
    const since = Math.max(wished, lines.first - 1);
    this.#cursor = since;
    const { role, invitation } = this.#options;
    const others = invitation && mayHave(role, "invitation") ? { invitation } : {};
    const held = { session, since, seq };
    this.#send({ type: "welcome", protocol: PROTOCOL, version, ...held, role, ...others });
    if (lines.stopped) this.tell(stoppedProblem(lines.stopped));
  }

  #schedule(): void {
    if (this.#scheduled !== null || this.#cursor === null) return;
    this.#flushIn(this.#pause - (performance.now() - this.#lastSent));
  }

  #await(): void {
    this.#unsubscribe ??= this.#options.journal.once(() => {
      this.#unsubscribe = null;
      this.#schedule();
    });
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

  /** All that there is by now, unless the line is full: the file may give it in several parts. */
  #flushAll(): void {
    for (let before = -1; this.#cursor !== null && this.#cursor > before; ) {
      before = this.#cursor;
      this.#flush();
    }
  }

  /** What it does not take stays in the journal; if that lasts it is told, once. */
  #wait(): void {
    const now = performance.now();
    this.#fullSince ??= now;
    if (!this.#toldSlow && now - this.#fullSince > (this.#options.patience ?? PATIENCE)) {
      this.#toldSlow = true;
      this.tell(SLOW);
    }
    this.#flushIn(RETRY);
  }

  #rest(): number {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, this.#loop);
    this.#loop = now;
    return utilization > BUSY ? REST.busy : REST.usual;
  }

  #flush(): void {
    this.#unschedule();
    const { journal, lines } = this.#options;
    if (this.#cursor === null) return;
    if (this.#cursor >= journal.seq) return this.#await();
    if (this.#socket.bufferedAmount > LIMITS.unsentBytes) return this.#wait();
    this.#fullSince = null;
    if (this.#cursor < lines.first - 1) this.#goOnFrom(this.#cursor);
    const began = performance.now();
    // While little happens nobody is slowed down, so a page that comes late catches up at once.
    // Nothing comes while batches are made: what came, came in the time that was left for it.
    const { count } = this.#load;
    const spent = this.#load.spent - this.#spent;
    this.#flood.see(journal.seq, began - this.#lastSent - spent, { count, spent });
    const { crowded, lasts } = this.#flood;
    const batch = lines.after(this.#cursor, crowded ? FLOOD_BATCH : LIMITS.batchEvents);
    if (batch.length === 0) return this.#flushIn(this.#pause);
    this.#cursor += batch.length;
    this.#write(this.#encode(batch));
    this.#lastSent = performance.now();
    const took = this.#lastSent - began;
    this.#load.spent += took;
    this.#spent = this.#load.spent;
    const rest = lasts ? count * Math.min(LONGEST, this.#rest() * took) : 0;
    this.#pause = Math.max(PACE, rest);
    if (this.#cursor < journal.seq) this.#flushIn(crowded ? this.#pause : 0);
    else this.#await();
  }
}
