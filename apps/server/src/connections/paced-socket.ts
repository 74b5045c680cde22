import { Duplex } from "node:stream";
import type { LoopShare, Reader } from "./loop-share.ts";
import type { Socket } from "./socket.ts";

/** Bytes read in one step. A browser's request takes one or two steps. */
const STEP = 512;

/**
 * A TCP connection from outside, read at the pace of `LoopShare`. At most one chunk of the kernel's
 * bytes (64 KiB) is in memory. The rest waits in the kernel, and then at the sender.
 */
export class PacedSocket extends Duplex implements Reader {
  readonly remoteAddress: string | undefined;
  readonly remotePort: number | undefined;
  readonly remoteFamily: string | undefined;
  readonly localAddress: string | undefined;
  readonly localPort: number | undefined;
  readonly #raw: Socket;
  readonly #ready: () => void;
  #chunk: Buffer | null = null;
  #isWanted = false;
  #hasEnded = false;

  /** `address` is the unit that takes turns with others. */
  constructor(raw: Socket, share: LoopShare, address: string) {
    super({ readableHighWaterMark: STEP, writableHighWaterMark: raw.writableHighWaterMark });
    this.#raw = raw;
    const { remoteAddress, remotePort, remoteFamily, localAddress, localPort } = raw;
    Object.assign(this, { remoteAddress, remotePort, remoteFamily, localAddress, localPort });
    this.#ready = () => share.add(address, this);
    raw.pause();
    raw.on("data", (chunk: Buffer) => {
      raw.pause();
      this.#chunk = chunk;
      this.#ready();
    });
    raw.on("end", () => {
      this.#hasEnded = true;
      this.#ready();
    });
    raw.on("timeout", () => this.emit("timeout"));
    raw.on("error", (error) => this.destroy(error));
    raw.on("close", () => this.destroy());
  }

  /** Passes on a few bytes. True if there are more and the stream wants them. */
  step(): boolean {
    if (this.destroyed || !this.#isWanted) return false;
    const chunk = this.#chunk;
    if (chunk === null) {
      if (this.#hasEnded) this.push(null);
      return false;
    }
    this.#chunk = chunk.length > STEP ? chunk.subarray(STEP) : null;
    // After the last byte of a chunk, `_read` asks for the next one once these bytes have been
    // handled.
    this.#isWanted = this.#chunk !== null;
    const takesMore = this.push(chunk.subarray(0, STEP));
    this.#isWanted &&= takesMore;
    return this.#isWanted && !this.destroyed;
  }

  override _read(): void {
    if (this.#isWanted) return;
    this.#isWanted = true;
    if (this.#chunk !== null || this.#hasEnded) this.#ready();
    else this.#raw.resume();
  }

  override _write(
    chunk: Buffer,
    encoding: BufferEncoding,
    done: (error?: Error | null) => void,
  ): void {
    this.#raw.write(chunk, encoding, done);
  }

  override _writev(
    chunks: { readonly chunk: Buffer; readonly encoding: BufferEncoding }[],
    done: (error?: Error | null) => void,
  ): void {
    this.#raw.cork();
    for (const [at, { chunk, encoding }] of chunks.entries())
      if (at === chunks.length - 1) this.#raw.write(chunk, encoding, done);
      else this.#raw.write(chunk, encoding);
    this.#raw.uncork();
  }

  override _final(done: () => void): void {
    this.#raw.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#chunk = null;
    this.#raw.destroy();
    done(error);
  }

  /** Closes once everything is written, like `node:net`. */
  destroySoon(): void {
    if (this.writable) this.end();
    if (this.writableFinished) this.destroy();
    else this.once("finish", () => this.destroy());
  }

  setTimeout(ms: number): this {
    this.#raw.setTimeout(ms);
    return this;
  }

  setNoDelay(on?: boolean): this {
    this.#raw.setNoDelay(on);
    return this;
  }

  setKeepAlive(on?: boolean, delay?: number): this {
    this.#raw.setKeepAlive(on, delay);
    return this;
  }
}
