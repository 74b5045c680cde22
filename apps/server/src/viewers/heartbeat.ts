import type { WebSocket } from "ws";

/** Unanswered beats after which a connection is dead. */
const MAX_UNANSWERED = 6;

export interface HeartbeatOptions {
  /** ms between two beats. */
  readonly period: number;
  /** Called at each beat while the connection is open. */
  readonly beat: () => void;
  /** Called when the other end has not answered for too long. */
  readonly dead: () => void;
}

/** Detects that the other end is gone, which a connection does not notice by itself. */
export class Heartbeat {
  readonly #socket: WebSocket;
  readonly #options: HeartbeatOptions;
  readonly #timer: NodeJS.Timeout;
  /** Beats since the other end last sent something. */
  #unanswered = 0;

  constructor(socket: WebSocket, options: HeartbeatOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#timer = setInterval(() => this.#beat(), options.period);
    socket.on("pong", () => {
      this.#unanswered = 0;
    });
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #beat(): void {
    this.#unanswered += 1;
    if (this.#unanswered > MAX_UNANSWERED) return this.#options.dead();
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#socket.ping();
    this.#options.beat();
  }
}
