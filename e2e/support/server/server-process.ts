import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../../dist/server/main.js", import.meta.url));
const ADDRESS = /http:\/\/127\.0\.0\.1:(\d+)/;
/** ms; no more than a guard against a server that hangs. */
const STOP_LIMIT = 60_000;

/** A Sockscope server in a process of its own, as a person has it. */
export interface ServerProcess {
  readonly url: string;
  readonly port: number;
  readonly child: ChildProcess;
  /** What it has printed so far, both streams. */
  output(): string;
  /** Ends it as Ctrl-C does and waits; throws if it does not end cleanly or in time. */
  stop(): Promise<void>;
}

async function stopChild(child: ChildProcess, output: () => string): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) {
    throw new Error(
      `The server ended by itself (${child.exitCode ?? child.signalCode}):\n${output()}`,
    );
  }
  const exit = once(child, "exit");
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_LIMIT);
  child.kill("SIGTERM");
  const [code, signal] = (await exit) as [number | null, NodeJS.Signals | null];
  clearTimeout(timer);
  // Windows has no signals: there a child that is told to end just ends.
  if (code !== 0 && process.platform !== "win32") {
    throw new Error(`The server did not stop cleanly (${signal}):\n${output()}`);
  }
}

/** What the process finds that it is started in. */
interface Surroundings {
  readonly env?: NodeJS.ProcessEnv;
  /** Files that it may have open; the system's limit unless given. */
  readonly openFiles?: number;
}

/**
 * Starts dist/server/main.js on a free port of 127.0.0.1 and waits for it to say its address. Its
 * recordings are kept in a folder of its own, which goes when it ends.
 * @param args added to `--port 0 --no-open --data ...`; a later option wins
 */
export async function startServerProcess(
  args: readonly string[] = [],
  { env, openFiles }: Surroundings = {},
): Promise<ServerProcess> {
  const data = mkdtempSync(join(tmpdir(), "sockscope-e2e-"));
  const own = ["--port", "0", "--no-open", "--data", data];
  const whole = [process.execPath, MAIN, ...own, ...args];
  const limited = ["sh", "-c", 'ulimit -n "$0" && exec "$@"', String(openFiles), ...whole];
  const [command = "", ...rest] = openFiles === undefined ? whole : limited;
  const child = spawn(command, rest, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_ENV: "production", ...env },
  });
  child.once("exit", () => rmSync(data, { recursive: true, force: true }));
  let text = "";
  const output = () => text;
  const port = await new Promise<number>((resolve, reject) => {
    const read = (chunk: string) => {
      text += chunk;
      const found = ADDRESS.exec(text)?.[1];
      if (found !== undefined) resolve(Number(found));
    };
    child.stdout.setEncoding("utf8").on("data", read);
    child.stderr.setEncoding("utf8").on("data", read);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`The server ended (${code}):\n${text}`)));
  });
  const url = `http://127.0.0.1:${port}`;
  return { url, port, child, output, stop: () => stopChild(child, output) };
}
