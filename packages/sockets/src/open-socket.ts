import { Socket } from "node:net";

/**
 * Node's socket, but a write that fails does not destroy it: what the kernel has received before can
 * still be read, as in BSD. Who writes asks `failureOf`.
 */
export class OpenSocket extends Socket {
  /** Writes that were asked for, and those that are over. */
  #asked = 0;
  #over = 0;
  /** The first write that failed; the kernel takes none after it. */
  #failed = Number.POSITIVE_INFINITY;
  #failure: Error | null = null;

  /** The number of the write that follows now. */
  nextWrite(): number {
    this.#asked += 1;
    return this.#asked;
  }

  get broken(): boolean {
    return this.#failure !== null;
  }

  /** Why this write, which is over, failed; null if the kernel has taken its bytes. */
  failureOf(nth: number): Error | null {
    if (nth < this.#failed) return null;
    return nth === this.#failed ? this.#failure : BROKEN;
  }

  override _write(
    chunk: Uint8Array,
    encoding: BufferEncoding,
    callback: (error?: Error | null) => void,
  ): void {
    super._write(chunk, encoding, (error) => {
      this.#over += 1;
      // Of a write that was under way when the socket was destroyed Node says that it went well.
      if ((error || this.destroyed) && this.#failure === null) {
        this.#failed = this.#over;
        this.#failure = error ?? this.errored ?? BROKEN;
      }
      callback();
    });
  }
}

/** Writes go one by one, so that each has an outcome of its own. */
Object.defineProperty(OpenSocket.prototype, "_writev", { value: undefined });

const BROKEN = Object.assign(new Error("Broken pipe"), { code: "EPIPE" });
