import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const running = new Set<Child<object, unknown>>();

/** A process beside this one that answers each request with one message. */
export class Child<Request extends object, Answer> {
  readonly #process: ChildProcess;
  readonly #exit: Promise<unknown>;

  /** `entry` is a file beside the bundle; `flags` are Node's own. */
  constructor(entry: string, flags: readonly string[] = []) {
    const path = fileURLToPath(new URL(`./${entry}.js`, import.meta.url));
    this.#process = fork(path, { execArgv: [...flags] });
    this.#exit = once(this.#process, "exit");
    running.add(this);
    this.#process.once("exit", () => running.delete(this));
  }

  /** Ends all that run, of whatever is not waited for any more. */
  static async killAll(): Promise<void> {
    await Promise.all([...running].map((child) => child.kill()));
  }

  /** Ends it at once, as nothing but the system can. */
  async kill(): Promise<void> {
    this.#process.kill("SIGKILL");
    await this.#exit;
  }

  /** Rejects if it ends before it has answered. */
  ask(request: Request): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const ended = (): void => reject(new Error("The process ended without an answer."));
      this.#process.once("exit", ended);
      this.#process.once("message", (answer) => {
        this.#process.off("exit", ended);
        resolve(answer as Answer);
      });
      this.#process.send(request, (error) => error && reject(error));
    });
  }

  end(): void {
    this.#process.disconnect();
  }

  /** The same, and waits until it is gone. */
  async ended(): Promise<void> {
    this.end();
    await this.#exit;
  }
}
