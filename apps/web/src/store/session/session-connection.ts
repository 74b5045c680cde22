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

/** One WebSocket: what the page needs of it. */
export interface Connection {
  send(text: string): void;
  close(): void;
}
export interface ConnectionEvents {
  /** The WebSocket is open. `token` is that of its server. */
  readonly opened: (token: string) => void;
  readonly received: (message: string | Uint8Array<ArrayBuffer>) => void;
  readonly closed: () => void;
}

/** `failed`: the page itself has made a mistake, and it does not try again. */
export type ConnectionStatus = "connecting" | "open" | "lost" | "failed";

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

export interface SessionConnectionOptions {
  /** A random name of this page, the same on all its connections. */
  readonly viewer: string;
  readonly openConnection: (events: ConnectionEvents) => Connection;
  /** Calls `act` after this many ms. */
  readonly after: (ms: number, act: () => void) => void;
  /** From 0 up to 1. It spreads the attempts of pages that lost their connections together. */
  readonly random: () => number;
  /** What the page already has of the session. */
  readonly held: () => { readonly session: string | null; readonly since: number };
  readonly statusChanged: (link: ConnectionStatus) => void;
  readonly welcomed: (welcome: Extract<ServerMessage, { type: "welcome" }>) => void;
  readonly received: (events: readonly Event[]) => void;
  /** The server wants a join code. The page does not try again before `join`. */
  readonly onJoinProblem: (problem: JoinProblem) => void;
  /** A problem of the connection as a whole, not of one command. */
  readonly troubled: (problem: Problem) => void;
  /** One of these callbacks has thrown. The connection itself is sound. */
  readonly failed: (error: unknown) => void;
}

/**
 * Mean waits between attempts, in ms; each is multiplied by 0.5 to 1.5. The last one repeats.
 */
const WAITS = [250, 500, 1000, 2000, 4000] as const;
/** Without a message for this long (ms, three beats of the server) a connection is dead: rule M6. */
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
 * Keeps one connection to the server and opens another one when it is lost. It tells the server what
 * the page holds, gets the missing events, and sends commands. Commands without an answer are sent
 * again on the next connection, and act once (rule C8).
 */
export class SessionConnection {
  private connection: Connection | null = null;
  /** The session of the connection; null before the welcome. */
  private session: string | null = null;
  /** Counts received messages, to notice when none comes. */
  private messages = 0;
  private attempts = 0;
  private commands = 0;
  private code: string | null = null;
  private joinRefused = false;
  private readonly waiting = new Map<string, Sent>();

  constructor(private readonly options: SessionConnectionOptions) {}

  start(): void {
    let connection: Connection | null = null;
    const current = () => connection !== null && this.connection === connection;
    connection = this.options.openConnection({
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
    this.connection = connection;
    this.listen();
  }

  run(command: Command): Promise<RunResult> {
    const { connection, session } = this;
    if (connection === null || session === null)
      return Promise.resolve({ ok: false, problem: LINK_LOST });
    const id = `c${++this.commands}`;
    const text = encodeMessage({ type: "command", id, command });
    // JSON writes a control character in six bytes. The server would close the connection (rule M5).
    if (new TextEncoder().encode(text).length > LIMITS.messageBytes)
      return Promise.resolve({ ok: false, problem: TOO_LONG });
    return new Promise((settle) => {
      this.waiting.set(id, { text, session, settle });
      connection.send(text);
    });
  }

  /** Tries again with the join code that a person has typed. */
  join(code: string): void {
    this.code = code;
    this.joinRefused = false;
    if (this.connection === null) this.start();
  }

  private hello(token: string): void {
    const { session, since } = this.options.held();
    const code = this.code === null ? {} : { code: this.code };
    const { viewer } = this.options;
    const who = { protocol: PROTOCOL, token, ...code, viewer, packs: true } as const;
    this.connection?.send(encodeMessage({ type: "hello", ...who, session, since }));
  }

  /** Gives up a connection that is silent: if its other end has vanished, it does not close itself. */
  private listen(): void {
    const { connection, messages } = this;
    this.options.after(SILENCE, () => {
      if (connection === null || this.connection !== connection) return;
      if (this.messages !== messages) return this.listen();
      this.lost();
      connection.close();
    });
  }

  /** Calls `act`. Returns false if it has thrown: that is a mistake of the page, which is reported. */
  private safely(act: () => void): boolean {
    try {
      act();
      return true;
    } catch (error) {
      this.options.failed(error);
      return false;
    }
  }

  /** Ends for good: without a `hello` the server would close this connection and every later one. */
  private giveUp(): void {
    const { connection } = this;
    this.connection = null;
    this.safely(() => this.options.statusChanged("failed"));
    connection?.close();
  }

  private message(text: string | Uint8Array<ArrayBuffer>): void {
    this.messages++;
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
        this.safely(() => this.options.statusChanged("open"));
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
    this.joinRefused = true;
    this.options.onJoinProblem(problem.code);
  }

  private settle(id: string, result: RunResult): void {
    this.waiting.get(id)?.settle(result);
    this.waiting.delete(id);
  }

  /** Sends unanswered commands in their order. They do not apply to the stage of another session. */
  private sendAgain(session: string): void {
    for (const [id, sent] of [...this.waiting]) {
      if (sent.session === session) this.connection?.send(sent.text);
      else this.settle(id, { ok: false, problem: ANOTHER_SESSION });
    }
  }

  private lost(): void {
    this.connection = null;
    this.session = null;
    this.safely(() => this.options.statusChanged("lost"));
    if (this.joinRefused) return;
    const wait = WAITS[Math.min(this.attempts++, WAITS.length - 1)] ?? 4000;
    this.options.after(Math.round(wait * (0.5 + this.options.random())), () => this.start());
  }
}

const isJoinProblem = (code: ProblemCode): code is JoinProblem =>
  code === "join-code-needed" || code === "join-code-wrong" || code === "join-code-blocked";
