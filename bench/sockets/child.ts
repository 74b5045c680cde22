import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";

/** A process beside this one that answers each request with one message. */
export class Child<Request extends object, Answer> {
  readonly #process: ChildProcess;

  constructor(entry: string) {
    this.#process = fork(fileURLToPath(new URL(`./${entry}.js`, import.meta.url)));
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
