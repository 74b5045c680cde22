import {
  type Command,
  encodeMessage,
  type Invitation,
  LIMITS,
  PROTOCOL,
  type Problem,
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
import { BatchPacer } from "./batch-pacer.ts";
import { Heartbeat } from "./heartbeat.ts";
import { outsideLines } from "./outside-lines.ts";
import { ViewerLoad } from "./viewer-load.ts";
import type { Answer, ViewerRegistry } from "./viewer-registry.ts";

/** Bytes, answers included, that a viewer may leave unread. Beyond that its connection is ended. */
const MAX_UNSENT = 8 * LIMITS.unsentBytes;
let connections = 0;

export interface ViewerOptions {
  readonly journal: Journal;
  readonly lines: JournalLines;
  readonly lab: Lab;
  readonly registry: ViewerRegistry;
  readonly version: string;
  readonly role: ViewerRole;
  /** How viewers of other machines connect. Null if they cannot. */
  readonly invitation: Invitation | null;
  /** Of all viewers, this one included. Default: of this one alone. */
  readonly load?: ViewerLoad;
  /** Reports internal faults. */
  readonly warn: (sentence: string) => void;
  /** ms between two beats. Default: `LIMITS.beat`. */
  readonly beat?: number;
  /** ms for which the connection may be full before the viewer is informed. */
  readonly patience?: number;
}

/**
 * The connection of one page. It carries out the page's commands and sends it the events after its
 * cursor: at once when the connection is idle, else every few milliseconds, and never one message
 * per event.
 */
export class Viewer {
  readonly #socket: WebSocket;
  readonly #options: ViewerOptions;
  readonly #load: ViewerLoad;
  readonly #pacer: BatchPacer;
  readonly #heartbeat: Heartbeat;
  /** Its name in the registry. A generated one until its `hello` names it. */
  #viewer = `connection ${++connections}`;
  readonly #hangUp = (): void => this.#socket.terminate();

  constructor(socket: WebSocket, options: ViewerOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#load = options.load ?? new ViewerLoad();
    this.#load.count += 1;
    const { journal, lines, patience, role } = options;
    this.#pacer = new BatchPacer({
      ...{ journal, lines, load: this.#load, socket, patience },
      visible: mayHave(role, "processes") ? undefined : outsideLines,
      send: (batch) => this.#write(batch),
      began: (since) => this.#welcome(since),
      problem: (problem) => this.tell(problem),
    });
    this.#heartbeat = new Heartbeat(socket, {
      period: options.beat ?? LIMITS.beat,
      beat: () => {
        if (socket.bufferedAmount <= LIMITS.unsentBytes) this.#send({ type: "beat" });
      },
      dead: this.#hangUp,
    });
    socket.on("message", (data, binary) => this.#receive(data, binary));
    socket.on("close", () => this.#close());
    // A broken connection is closed, too. The viewer reconnects with its cursor.
    socket.on("error", () => socket.terminate());
  }

  /** Sends a problem that concerns the whole connection. */
  tell(problem: Problem): void {
    this.#send({ type: "problem", problem });
  }

  #close(): void {
    this.#load.count -= 1;
    this.#pacer.stop();
    this.#heartbeat.stop();
    this.#options.registry.release(this.#viewer, this.#hangUp);
  }

  #send(message: ServerMessage): void {
    this.#write(encodeMessage(message));
  }

  #write(data: string | Uint8Array): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#socket.bufferedAmount > MAX_UNSENT) return this.#hangUp();
    this.#socket.send(data);
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
        return this.#greet(message);
      case "command": {
        const { id, command } = message;
        void this.#options.registry
          .once(this.#viewer, id, () => this.#carryOut(id, command))
          .then((answer) => {
            // The events that a command caused are sent before its answer.
            if (answer.type === "done") this.#pacer.flushAll();
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
      return { type: "done", id, actors: [...actors], ...(group !== undefined && { group }) };
    } catch (error) {
      if (error instanceof Refusal) return { type: "refused", id, problem: error.problem };
      // An internal fault must not end the stage for all.
      const reason = error instanceof Error ? error.message : String(error);
      this.#options.warn(`A command failed: ${reason}`);
      const message = `Sockscope made a mistake: ${reason}`;
      return { type: "refused", id, problem: { code: "malformed", message } };
    }
  }

  #greet(hello: Extract<ViewerMessage, { type: "hello" }>): void {
    if (hello.protocol !== PROTOCOL) {
      const message = `This page speaks protocol ${hello.protocol}, the server ${PROTOCOL}; reload it.`;
      return this.tell({ code: "version", message });
    }
    if (hello.viewer !== undefined) {
      this.#viewer = hello.viewer;
      this.#options.registry.claim(hello.viewer, this.#hangUp);
    }
    const { session, seq } = this.#options.journal;
    // A viewer that claims more events than there are cannot hold events of this session.
    const since = hello.session === session && hello.since <= seq ? hello.since : 0;
    this.#pacer.start(since, hello.packs === true);
  }

  /** Announces which events follow. */
  #welcome(since: number): void {
    const { journal, lines, version, role, invitation } = this.#options;
    const { session, seq } = journal;
    this.#send({
      ...{ type: "welcome", protocol: PROTOCOL, version, session, since, seq, role },
      ...(invitation && mayHave(role, "invitation") && { invitation }),
    });
    if (lines.stopped) this.tell(stoppedProblem(lines.stopped));
  }
}
