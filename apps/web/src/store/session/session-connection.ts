import {
  type Command,
  type Event,
  encodeMessage,
  LIMITS,
  PROTOCOL,
  type Problem,
  type ProblemCode,
  parsePackedBatch,
  parseServerMessage,
  type ServerMessage,
} from "@sockscope/protocol";

/** One WebSocket, as far as a connection needs it. */
export interface Line {
  send(text: string): void;
  close(): void;
}
export interface LineEvents {
  /** With the token of the server that it leads to. */
  readonly opened: (token: string) => void;
  readonly received: (message: string | Uint8Array<ArrayBuffer>) => void;
  readonly closed: () => void;
}

/** `failed`: the page itself cannot go on, and trying again would not help. */
export type Link = "connecting" | "open" | "lost" | "failed";

/** Why a viewer from outside is asked for the join code. */
export type JoinProblem = Extract<
  ProblemCode,
  "join-code-needed" | "join-code-wrong" | "join-code-blocked"
>;

/** The server's problems, and those that only the page can have. */
export type RunProblem =
  | Problem
  | { readonly code: "link-lost" | "another-session" | "replaying"; readonly message: string };
export type RunResult =
  | { readonly ok: true; readonly actors: readonly number[] }
  | { readonly ok: false; readonly problem: RunProblem };

export interface ConnectionOptions {
  /** A random name of this page, the same over all its lines. */
  readonly viewer: string;
  readonly openLine: (events: LineEvents) => Line;
  /** Calls back after so many ms. */
  readonly after: (ms: number, act: () => void) => void;
  /** From 0 up to 1, so that pages whose lines are cut at once do not all come back at once. */
  readonly random: () => number;
  /** What the page already has of the session. */
  readonly held: () => { readonly session: string | null; readonly since: number };
  readonly linked: (link: Link) => void;
  readonly welcomed: (welcome: Extract<ServerMessage, { type: "welcome" }>) => void;
  readonly received: (events: readonly Event[]) => void;
  /** The server wants a join code; it is not asked again until `join` says one. */
  readonly asked: (problem: JoinProblem) => void;
  /** About the connection as a whole. */
  readonly troubled: (problem: Problem) => void;
  /** One of these has thrown: the page has made a mistake, and the line none. */
  readonly failed: (error: unknown) => void;
}

/** Waits between attempts, in ms, on average: from half to one and a half. The last one repeats. */
const WAITS = [250, 500, 1000, 2000, 4000] as const;
/** ms without a word after which a line is dead: some beats of the server (rule M6). */
const SILENCE = 3 * LIMITS.beat;
const ANOTHER_SESSION: RunProblem = {
  code: "another-session",
  message: "The server was started anew.",
};
const TOO_LONG: RunProblem = { code: "text-too-long", message: "The message is too long." };
const LINK_LOST: RunProblem = { code: "link-lost", message: "The server cannot be reached." };

/** A command that was sent and not answered yet. */
interface Sent {
  readonly text: string;
  readonly session: string;
  readonly settle: (result: RunResult) => void;
}

/**
 * Keeps one line to the server, for ever: says what it holds, gets the rest, sends commands. What was
 * not answered when a line was cut is sent again over the next one, and acts once (rule C8).
 */
export class Connection {
  private line: Line | null = null;
  /** The session that the line is about; null before the welcome. */
  private session: string | null = null;
  /** Counts messages, to notice when none comes. */
  private heard = 0;
  private attempts = 0;
  private commands = 0;
  private code: string | null = null;
  private asked = false;
  private readonly waiting = new Map<string, Sent>();

  constructor(private readonly options: ConnectionOptions) {}

  start(): void {
    let line: Line | null = null;
    const current = () => line !== null && this.line === line;
    line = this.options.openLine({
      opened: (token) => {
        if (current() && !this.safely(() => this.hello(token))) this.giveUp();
      },
      received: (message) => {
        if (current()) this.message(message);
      },
      closed: () => {
        if (current()) this.lost();
      },
    });
    this.line = line;
    this.listen();
  }

  run(command: Command): Promise<RunResult> {
    const { line, session } = this;
    if (line === null || session === null)
      return Promise.resolve({ ok: false, problem: LINK_LOST });
    const id = `c${++this.commands}`;
    const text = encodeMessage({ type: "command", id, command });
    // Control characters take six bytes each on the way; the server would hang up (rule M5).
    if (new TextEncoder().encode(text).length > LIMITS.messageBytes)
      return Promise.resolve({ ok: false, problem: TOO_LONG });
    return new Promise((settle) => {
      this.waiting.set(id, { text, session, settle });
      line.send(text);
    });
  }

  /** Tries again, with the join code that a person has typed. */
  join(code: string): void {
    this.code = code;
    this.asked = false;
    if (this.line === null) this.start();
  }

  private hello(token: string): void {
    const { session, since } = this.options.held();
    const code = this.code === null ? {} : { code: this.code };
    const { viewer } = this.options;
    const who = { protocol: PROTOCOL, token, ...code, viewer, packs: true } as const;
    this.line?.send(encodeMessage({ type: "hello", ...who, session, since }));
  }

  /** A line whose other end is gone without a word does not close by itself: then it is left. */
  private listen(): void {
    const { line, heard } = this;
    this.options.after(SILENCE, () => {
      if (line === null || this.line !== line) return;
      if (this.heard !== heard) return this.listen();
      this.lost();
      line.close();
    });
  }

  /** Whether it went well; else the page is told of its mistake, and nothing is taken for lost. */
  private safely(act: () => void): boolean {
    try {
      act();
      return true;
    } catch (error) {
      this.options.failed(error);
      return false;
    }
  }

  /** Without a `hello` the server would hang up, and the next line would come to the same. */
  private giveUp(): void {
    const { line } = this;
    this.line = null;
    this.safely(() => this.options.linked("failed"));
    line?.close();
  }

  private message(text: string | Uint8Array<ArrayBuffer>): void {
    this.heard++;
    this.safely(() => this.take(text));
  }

  private take(text: string | Uint8Array<ArrayBuffer>): void {
    const parsed = typeof text === "string" ? parseServerMessage(text) : parsePackedBatch(text);
    if (!parsed.ok) {
      this.options.troubled({ code: "malformed", message: "An unknown message of the server." });
      return;
    }
    const message = parsed.value;
    switch (message.type) {
      case "welcome":
        this.session = message.session;
        this.attempts = 0;
        this.safely(() => this.options.welcomed(message));
        this.safely(() => this.options.linked("open"));
        this.sendAgain(message.session);
        break;
      case "batch":
        this.options.received(message.events);
        break;
      case "done":
        this.settle(message.id, { ok: true, actors: message.actors });
        break;
      case "refused":
        this.settle(message.id, { ok: false, problem: message.problem });
        break;
      case "beat":
        break;
      case "problem":
        this.trouble(message.problem);
        break;
      default:
        message satisfies never;
    }
  }

  private trouble(problem: Problem): void {
    if (!isJoinProblem(problem.code)) return this.options.troubled(problem);
    this.asked = true;
    this.options.asked(problem.code);
  }

  private settle(id: string, result: RunResult): void {
    this.waiting.get(id)?.settle(result);
    this.waiting.delete(id);
  }

  /** In the order in which it was sent. Another lab has another stage: there it is not meant. */
  private sendAgain(session: string): void {
    for (const [id, sent] of [...this.waiting]) {
      if (sent.session === session) this.line?.send(sent.text);
      else this.settle(id, { ok: false, problem: ANOTHER_SESSION });
    }
  }

  private lost(): void {
    this.line = null;
    this.session = null;
    this.safely(() => this.options.linked("lost"));
    if (this.asked) return;
    const wait = WAITS[Math.min(this.attempts++, WAITS.length - 1)] ?? 4000;
    this.options.after(Math.round(wait * (0.5 + this.options.random())), () => this.start());
  }
}

const isJoinProblem = (code: ProblemCode): code is JoinProblem =>
  code === "join-code-needed" || code === "join-code-wrong" || code === "join-code-blocked";
