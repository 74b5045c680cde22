// What four hostile addresses cost this machine's own commands. In a network namespace of its own.
import { type ChildProcess, execFileSync, fork, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { encodeMessage, PROTOCOL } from "@sockscope/protocol";
import { WebSocket } from "ws";

/** Addresses that no network has (RFC 5737); inside the namespace they are all on `lo`. */
const HOST = "192.0.2.1";
const HOSTILE = ["192.0.2.11", "192.0.2.12", "192.0.2.13", "192.0.2.14"];
const SECONDS = process.argv.includes("--quick") ? 5 : 20;
/** ms between two commands. */
const PAUSE = 10;

interface Target {
  readonly port: number;
  readonly token: string;
  readonly memory: number;
}
interface Measured {
  /** ms, of local commands. */
  readonly p99: number;
  readonly commands: number;
  /** Bytes of resident memory: the most, and before the attack. */
  readonly most: number;
  readonly before: number;
}

const beside = (name: string): string => fileURLToPath(new URL(`./${name}.js`, import.meta.url));
const pin = (core: number, { pid }: ChildProcess): void => {
  execFileSync("taskset", ["-a", "-cp", String(core), String(pid)], { stdio: "ignore" });
};

async function message(child: ChildProcess): Promise<Target> {
  const [target] = (await once(child, "message")) as [Target];
  return target;
}

/** One local command, as often as it is called. */
async function commands(kind: string, { port, token }: Target): Promise<() => Promise<unknown>> {
  if (kind === "bare") {
    const socket = connect(port, "127.0.0.1");
    await once(socket, "connect");
    return () => {
      socket.write("x");
      return once(socket, "data");
    };
  }
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`);
  await once(socket, "open");
  const answered = new Map<string, () => void>();
  socket.on("message", (data: Buffer) => {
    const { type, id = "" } = JSON.parse(data.toString()) as { type: string; id?: string };
    if (type === "done" || type === "refused") answered.get(id)?.();
  });
  const since = { session: null, since: 0 };
  socket.send(encodeMessage({ type: "hello", protocol: PROTOCOL, token, ...since }));
  let count = 0;
  return () => {
    const id = String(++count);
    socket.send(encodeMessage({ type: "command", id, command: { do: "next", scope: "all" } }));
    return new Promise<void>((resolve) => answered.set(id, resolve));
  };
}

async function measure(kind: "bare" | "sockscope"): Promise<Measured> {
  const target = fork(beside("target"), [kind, HOST]);
  const { port, token, memory: before } = await message(target);
  const command = await commands(kind, { port, token, memory: before });
  pin(0, target);
  const attackers = HOSTILE.map((from) => fork(beside("attacker"), [HOST, String(port), from]));
  for (const attacker of attackers) pin(1, attacker);
  const took: number[] = [];
  let most = before;
  const end = performance.now() + SECONDS * 1000;
  while (performance.now() < end) {
    const began = performance.now();
    await command();
    took.push(performance.now() - began);
    const asked = message(target);
    target.send("memory");
    most = Math.max(most, (await asked).memory);
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
  for (const child of [...attackers, target]) child.kill("SIGKILL");
  took.sort((a, b) => a - b);
  const p99 = took[Math.floor(took.length * 0.99)] ?? 0;
  return { p99, commands: took.length, most, before };
}

async function inside(): Promise<number> {
  execFileSync("ip", ["link", "set", "lo", "up"]);
  for (const address of [HOST, ...HOSTILE])
    execFileSync("ip", ["addr", "add", `${address}/24`, "dev", "lo"]);
  const bare = await measure("bare");
  const ours = await measure("sockscope");
  const ratio = ours.p99 / bare.p99;
  const grown = (ours.most - ours.before) / 2 ** 20;
  const rows = [
    [
      ratio <= 3,
      "local command p99, against a bare server: 3 times",
      `x ${ratio.toFixed(2)} (${ours.p99.toFixed(1)} ms, bare ${bare.p99.toFixed(1)} ms; ${ours.commands} and ${bare.commands} commands)`,
    ],
    [grown <= 64, "memory under attack: +64 MB", `+${grown.toFixed(1)} MiB`],
  ] as const;
  for (const [holds, promise, shown] of rows)
    console.log(`${holds ? "ok  " : "MISS"} ${promise.padEnd(58)} ${shown}`);
  return rows.every(([holds]) => holds) ? 0 : 1;
}

if (process.argv.includes("--inside")) process.exit(await inside());
if (spawnSync("unshare", ["-n", "true"]).status !== 0) {
  console.log("skip: this user may not make a network namespace here (unshare -n).");
  process.exit(0);
}
const again = ["-n", process.execPath, ...process.argv.slice(1), "--inside"];
const [code] = (await once(spawn("unshare", again, { stdio: "inherit" }), "exit")) as [number];
process.exit(code);
