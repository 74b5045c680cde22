import { Worker } from "node:worker_threads";
import type { Question, Reading, Search } from "./kernel-worker.mjs";

/** Asks the thread that reads the kernel's tables, one question at a time. */
export class KernelReader {
  #worker: Worker | null = null;
  #answered: ((message: Reading | Search | null) => void) | null = null;
  #closed = false;
  /** How many tables have been read. */
  tables = 0;

  get isBusy(): boolean {
    return this.#answered !== null;
  }

  /** Starts the thread, which takes longer than a short conversation. */
  warm(): void {
    if (!this.#closed) this.#running();
  }

  /**
   * `answered` gets the reading, and then possibly the result of a search. The last message says
   * that it is the last. Null: the thread is gone, and its state is lost.
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
      // A server's options are not meant for the thread.
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 128 },
    });
    // The thread does not keep the process alive.
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
