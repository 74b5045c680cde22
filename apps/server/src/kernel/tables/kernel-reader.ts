import { Worker } from "node:worker_threads";
import type { Question, Reading, Search } from "./kernel-worker.mjs";

/** Asks the thread that reads the kernel's tables; one question at a time. */
export class KernelReader {
  #worker: Worker | null = null;
  #answered: ((message: Reading | Search | null) => void) | null = null;
  #closed = false;
  /** Tables that were read so far. */
  tables = 0;

  get isBusy(): boolean {
    return this.#answered !== null;
  }

  /** Starts the thread, which takes longer than a short conversation. */
  warm(): void {
    if (!this.#closed) this.#running();
  }

  /**
   * `answered` gets what was read, and then perhaps what was found by a search; the last one says so. Null:
   * the thread is gone, and what it knew with it.
   */
  ask(question: Question, answered: (message: Reading | Search | null) => void): void {
    this.#answered = answered;
    this.#running().postMessage(question);
  }

  close(): void {
    this.#closed = true;
    this.#answered = null;
    void this.#worker?.terminate();
    this.#worker = null;
  }

  #running(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(new URL("./kernel-worker.mjs", import.meta.url), {
      // A server's options are not for it.
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 128 },
    });
    // It keeps nobody alive.
    worker.unref();
    this.#worker = worker;
    worker.on("message", (message: Reading | Search) => {
      if ("tables" in message) this.tables += message.tables;
      this.#answer(message);
    });
    const lost = (): void => {
      if (this.#worker === worker) this.#worker = null;
      if (!this.#closed) this.#answer(null);
    };
    worker.on("error", lost);
    worker.on("exit", lost);
    return worker;
  }

  #answer(message: Reading | Search | null): void {
    const answered = this.#answered;
    if (message === null || message.isLast) this.#answered = null;
    answered?.(message);
  }
}
