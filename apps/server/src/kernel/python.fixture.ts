import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** Whether tests with foreign programs can run. They need Linux's tables and Python. */
export const hasForeigners =
  process.platform === "linux" && spawnSync("python3", ["--version"]).status === 0;

/** A Python program. It runs its script, and then each line that it reads from stdin. */
export interface Foreigner {
  readonly pid: number;
  /** The next line that it prints. */
  line(): Promise<string>;
  /** Runs a line of Python in it. */
  do(statement: string): Promise<void>;
  /** Kills it. Resolves when it is gone. */
  kill(): Promise<void>;
}

const LOOP = `
for _ in sys.stdin:
    exec(_, globals())
    print("done")
`;

const running = new Set<ChildProcess>();

export function foreigner(script: string): Foreigner {
  const child = spawn("python3", ["-u", "-c", `import socket, sys, os\n${script}\n${LOOP}`], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  running.add(child);
  const lines: string[] = [];
  const waiting: ((line: string) => void)[] = [];
  createInterface(child.stdout).on("line", (line) => {
    const next = waiting.shift();
    if (next) next(line);
    else lines.push(line);
  });
  const line = (): Promise<string> => {
    const next = lines.shift();
    return next === undefined
      ? new Promise((resolve) => waiting.push(resolve))
      : Promise.resolve(next);
  };
  return {
    pid: child.pid ?? 0,
    line,
    async do(statement) {
      child.stdin.write(`${statement}\n`);
      while ((await line()) !== "done");
    },
    async kill() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill("SIGKILL");
        await once(child, "exit");
      }
      running.delete(child);
    },
  };
}

/** Call after each test. */
export async function killForeigners(): Promise<void> {
  const all = [...running];
  running.clear();
  for (const child of all) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill("SIGKILL");
    await once(child, "exit");
  }
}
