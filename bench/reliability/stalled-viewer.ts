import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { type Event, parsePackedBatch, parseServerMessage } from "@sockscope/protocol";
import { type RawData, WebSocket } from "ws";

/** ms within which a line that the server has hung up must turn out to be. */
const HUNG_UP = 5000;

/**
 * A viewer that takes its welcome and then nothing, until it is woken. When its line is hung up it
 * comes back with what it holds, as the page does.
 */
export class StalledViewer {
  readonly #url: string;
  readonly #hello: object;
  readonly #stays: boolean;
  #socket: WebSocket | null = null;
  #closed: Promise<unknown> = Promise.resolve();
  #session: string | null = null;
  #tell: () => void = () => undefined;
  /** The event after which the server let it begin; 0 if nothing was missing. */
  from = 0;
  /** Events that came each after the one before it, from there on. */
  count = 0;
  /** The `seq` of the newest event that came, in its order or not. */
  last = 0;
  lines = 0;

  /** `hello` is what `lab.ts` answers; `stays` is false for one that is awake from the beginning. */
  constructor(port: number, hello: string, stays = true) {
    this.#url = `ws://127.0.0.1:${port}/ws`;
    this.#hello = JSON.parse(hello) as object;
    this.#stays = stays;
  }

  /** Opens a line, says what it holds, takes the welcome and stalls. */
  async come(): Promise<void> {
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    this.lines += 1;
    socket.on("error", () => undefined);
    this.#closed = new Promise((resolve) => socket.on("close", resolve));
    const welcomed = new Promise<void>((resolve) => {
      socket.on("message", (data, binary) => {
        if (!this.#take(data, binary)) return;
        if (this.#stays) socket.pause();
        resolve();
      });
    });
    await once(socket, "open");
    const held = { session: this.#session, since: this.last, packs: true };
    socket.send(JSON.stringify({ ...this.#hello, ...held }));
    await welcomed;
  }

  /** After so long a silence that the server must have hung up: finds that out. */
  async wasHungUp(): Promise<boolean> {
    this.#socket?.resume();
    return Promise.race([this.#closed.then(() => true), wait(HUNG_UP, false, { ref: false })]);
  }

  /** Wakes and takes what it missed, up to event `seq`, over a new line if need be. */
  async catchUp(seq: number): Promise<void> {
    const there = new Promise<boolean>((resolve) => {
      this.#tell = () => {
        if (this.last >= seq) resolve(true);
      };
    });
    this.#tell();
    for (;;) {
      this.#socket?.resume();
      if (await Promise.race([there, this.#closed.then(() => false)])) return;
      await this.come();
    }
  }

  leave(): void {
    this.#socket?.terminate();
  }

  /** Whether it was a welcome. */
  #take(data: RawData, binary: boolean): boolean {
    const bytes = data as Buffer;
    const parsed = binary
      ? parsePackedBatch(new Uint8Array(bytes))
      : parseServerMessage(bytes.toString());
    if (!parsed.ok) throw new Error("The server said what nobody understands.");
    const message = parsed.value;
    if (message.type === "batch") this.#count(message.events);
    if (message.type !== "welcome") return false;
    this.#session = message.session;
    // What it holds of anything else it has to forget (rule M4).
    if (message.since !== this.last) this.count = 0;
    if (message.since !== this.last) this.from = message.since;
    this.last = message.since;
    return true;
  }

  #count(events: readonly Event[]): void {
    for (const { seq } of events) {
      if (seq === this.last + 1) this.count += 1;
      this.last = seq;
    }
    this.#tell();
  }
}
