import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Answer, Step } from "./steps.fixture.ts";

const NAMES = ["python3", "python"];

/** The command of this machine's Python 3. Null if it has none. */
export function findPython(): string | null {
  const probe = ["-c", "import sys; sys.exit(sys.version_info < (3, 8))"];
  return NAMES.find((name) => spawnSync(name, probe).status === 0) ?? null;
}

/** A Python process that runs one sequence of calls after the other. */
export class Python {
  readonly #child: ChildProcess;
  readonly #answers: AsyncIterator<string>;

  constructor(name: string) {
    const script = fileURLToPath(new URL("./calls.py", import.meta.url));
    this.#child = spawn(name, ["-u", script], { stdio: ["pipe", "pipe", "inherit"] });
    if (!this.#child.stdout) throw new Error("Python has no output");
    this.#answers = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  async run(steps: readonly Step[]): Promise<Answer[]> {
    this.#child.stdin?.write(`${JSON.stringify(steps)}\n`);
    const next = await this.#answers.next();
    if (next.done === true) throw new Error("Python ended");
    return JSON.parse(next.value) as Answer[];
  }

  end(): void {
    this.#child.stdin?.end();
  }
}
