import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** A process beside this one that answers each request with one message. */
export class Child<Request extends object, Answer> {
  readonly #process: ChildProcess;

  /** `entry` is a file beside the bundle; `flags` are Node's own. */
  constructor(entry: string, flags: readonly string[] = []) {
    const path = fileURLToPath(new URL(`./${entry}.js`, import.meta.url));
    this.#process = fork(path, { execArgv: [...flags] });
  }

  /** Ends it at once, as nothing but the system can. */
  async kill(): Promise<void> {
    const exit = once(this.#process, "exit");
    this.#process.kill("SIGKILL");
    await exit;
  }

  ask(request: Request): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#process.once("message", (answer) => resolve(answer as Answer));
      this.#process.send(request, (error) => error && reject(error));
    });
  }

  end(): void {
    this.#process.disconnect();
  }
}
