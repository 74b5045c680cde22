import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import DRIVER from "./driver.py?raw";
import { withChildren } from "./proc.ts";

const SYSTEM_PYTHON = "/usr/bin/python3";
/** The system's own Python, which has requests, twisted, aiohttp and flask where they are installed. */
export const PYTHON = existsSync(SYSTEM_PYTHON) ? SYSTEM_PYTHON : "python3";

const found = new Map<string, boolean>();

/** Whether this machine has a program (`curl`), or a module of Python's (`python:flask`). */
export function has(name: string): boolean {
  const known = found.get(name);
  if (known !== undefined) return known;
  const [command, module] = name.split(":");
  let there = true;
  try {
    if (command === "python" && module) execFileSync(PYTHON, ["-c", `import ${module}`], QUIET);
    else execFileSync("sh", ["-c", `command -v ${name}`], QUIET);
  } catch {
    there = false;
  }
  found.set(name, there);
  return there;
}
const QUIET = { stdio: "ignore" } as const;

/** What became of a call of the foreign program. */
export type Answer<T> =
  | { readonly ok: T; readonly errno?: undefined }
  | { readonly ok?: undefined; readonly errno: string };

/** A program that is none of ours. */
export class Foreign {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  #output = "";
  readonly #watching = new Set<() => void>();

  constructor(command: string, args: readonly string[], input?: string) {
    this.child = spawn(command, args, {
      stdio: ["pipe", "pipe", "pipe"],
      env: { ...process.env, PYTHONUNBUFFERED: "1", no_proxy: "*" },
    });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on("data", (data: Buffer) => {
        this.#output += data.toString("latin1");
        for (const look of this.#watching) look();
      });
    // It may end before it has read all of that.
    this.child.stdin?.on("error", () => undefined);
    if (input !== undefined) this.child.stdin?.end(input);
    this.ended = new Promise((resolve, reject) => {
      this.child.on("error", reject);
      this.child.on("close", resolve);
    });
    // Whoever waits for it hears of it.
    this.ended.catch(() => undefined);
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get alive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  get output(): string {
    return this.#output;
  }

  /** Resolves when it has written this. Throws if it ends before. */
  says(pattern: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const met = pattern.exec(this.#output);
        if (!met) return;
        this.#watching.delete(look);
        resolve(met);
      };
      this.#watching.add(look);
      look();
      this.ended.then(
        () => reject(new Error(`it ended without saying ${pattern}: ${this.#output}`)),
        reject,
      );
    });
  }

  write(text: string): void {
    this.child.stdin?.write(text);
  }

  /** Ends it and what it has forked, which may hold its pipes. */
  kill(): Promise<number | null> {
    if (this.alive) for (const pid of withChildren(this.pid)) killOne(pid);
    return this.ended;
  }
}

function killOne(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    // It has ended by itself meanwhile.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

type Request = Readonly<Record<string, unknown>>;

/** A Python process that makes raw socket calls, on many sockets at once. */
export class Driver {
  readonly process = new Foreign(PYTHON, ["-c", DRIVER]);
  readonly #waiting = new Map<number, (answer: Answer<unknown>) => void>();
  #lastId = 0;

  constructor() {
    const { stdout } = this.process.child;
    if (!stdout) throw new Error("it has a pipe");
    createInterface(stdout).on("line", (line) => {
      const { id, ok, errno } = JSON.parse(line) as {
        id: number;
        ok?: unknown;
        errno?: string;
      };
      this.#waiting.get(id)?.(errno === undefined ? { ok } : { errno });
      this.#waiting.delete(id);
    });
    const dead = (): void => {
      for (const answer of this.#waiting.values()) answer({ errno: "DEAD" });
      this.#waiting.clear();
    };
    this.process.ended.then(dead, dead);
  }

  /** One call on the socket of this name; `T` is what it gives. */
  do<T = null>(socket: string, verb: string, more: Request = {}): Promise<Answer<T>> {
    if (!this.process.alive) return Promise.resolve({ errno: "DEAD" });
    this.#lastId += 1;
    const id = this.#lastId;
    const answered = new Promise<Answer<T>>((resolve) => {
      this.#waiting.set(id, resolve as (answer: Answer<unknown>) => void);
    });
    this.process.write(`${JSON.stringify({ id, socket, do: verb, ...more })}\n`);
    return answered;
  }

  /** The same, of what must not fail. */
  async must<T = null>(socket: string, verb: string, more: Request = {}): Promise<T> {
    const answer = await this.do<T>(socket, verb, more);
    if (answer.errno !== undefined) throw new Error(`${verb}: ${answer.errno}`);
    return answer.ok;
  }

  end(): Promise<number | null> {
    return this.process.kill();
  }
}
