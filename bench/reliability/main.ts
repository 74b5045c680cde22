// What Sockscope promises about losing nothing, in figures. Each row says what was shown.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { startServer } from "../../apps/server/src/http/server.ts";
import { Child } from "../sockets/child.ts";
import { conversations } from "./bytes.ts";
import { childServer } from "./child-server.ts";
import { clients } from "./clients.ts";
import { kills } from "./kills.ts";
import type { LabAnswer, LabRequest } from "./lab.ts";
import { serverPort } from "./load.ts";
import { resume } from "./resume.ts";
import { slices, stall } from "./slow-viewer.ts";
import { soak } from "./soak.ts";
import { twoServers } from "./two-servers.ts";
import { within } from "./within.ts";

const HELP = `npm run bench:reliability -- [options]

  --only=NAME    one of resume, slow, kill, two, clients, bytes, soak
  --quick        a tenth of each
  --slow=S       seconds with a stalled viewer (default 60)
  --soak=M       minutes of mixed load (default 30; the slope is judged from 10 on)
`;

const option = (name: string): string | undefined =>
  process.argv.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
const quick = process.argv.includes("--quick");
const some = (full: number): number => (quick ? Math.ceil(full / 10) : full);
const only = option("only");

const slowSeconds = Number(option("slow") ?? some(60));
const soakMinutes = Number(option("soak") ?? some(30));
/** What a row may take: several times what it takes on a slow machine. */
const minutes = (name: string): number =>
  name === "two"
    ? 40
    : name === "slow"
      ? 5 + slowSeconds / 5
      : name === "soak"
        ? 5 + soakMinutes * 1.5
        : 15;

interface Row {
  readonly promise: string;
  readonly holds: boolean;
  readonly shown: string;
}

const ms = (value: number): string => `${value.toPrecision(3)} ms`;
const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;

const FIGURES: Readonly<Record<string, (folder: string) => Promise<readonly Row[]>>> = {
  async resume(folder) {
    const server = await startServer({
      ...{ host: "127.0.0.1", port: 0, strictPort: true, webRoot: folder, data: folder },
      journalMemory: 4 << 20,
    });
    const cuts = some(500);
    const result = await resume(server, { cuts, perSecond: 1000 });
    await server.close();
    const { events, lost, doubled, disordered, commands, acted } = result;
    return [
      {
        promise: `resume: ${cuts} cuts at 1,000 events/s`,
        holds: lost + doubled + disordered === 0,
        shown: `${events} events: ${lost} lost, ${doubled} doubled, ${disordered} out of order`,
      },
      {
        promise: "resume: each command acts once",
        holds: commands === acted,
        shown: `${commands} commands, ${acted} acts`,
      },
    ];
  },

  async slow(folder) {
    const seconds = slowSeconds;
    const pairs = await slices(folder, seconds);
    const [low, high] = pairs.spread;
    const { memory, caughtUp, from, events, hangUps } = await stall(folder, seconds);
    return [
      {
        promise: "slow viewer: echo p99 within 10 %",
        holds: pairs.ratio <= 1.1,
        shown: `x ${pairs.ratio.toFixed(3)} (${ms(pairs.without)} without, ${ms(pairs.with)} with; half of them x ${low.toFixed(2)} to ${high.toFixed(2)}; ${pairs.pairs} pairs of a second, ${pairs.labs} labs)`,
      },
      {
        promise: `slow viewer stalled ${seconds} s: memory +32 MiB at most`,
        holds: memory <= 32 * 2 ** 20,
        shown: `${mebibytes(memory)} (hung up ${hangUps} times, and came back)`,
      },
      {
        promise: "slow viewer: caught up in the end",
        holds: caughtUp === events && from === 0,
        shown: `${caughtUp} of ${events} events, from event ${from + 1} on`,
      },
    ];
  },

  async kill() {
    const count = some(200);
    const { shown, missing, torn, old, cuts, closed } = await kills(count);
    return [
      {
        promise: `kill -9: ${count} times, 0 shown events missing`,
        holds: missing === 0,
        shown: `${missing} of ${shown} missing; ${torn} torn last lines; ${old} times after memory had turned over`,
      },
      {
        promise: `a file cut at each of its last ${cuts} bytes opens`,
        holds: closed === 0,
        shown: `${cuts - closed} of ${cuts} opened`,
      },
    ];
  },

  async two() {
    const count = some(200);
    const result = await twoServers(
      count,
      {
        start: childServer,
        async last(folder) {
          const server = await startServer({
            ...{ host: "127.0.0.1", port: 0, strictPort: true, webRoot: folder, data: folder },
          });
          await server.close();
        },
      },
      quick ? 7 : 1,
    );
    const { orders, kills: killed, shown, lost } = result;
    return [
      {
        promise: `two servers on one folder: ${count} times, 0 shown events lost`,
        holds: lost === 0 && shown > 0,
        shown: `${lost} of ${shown} lost; ${orders} orders, ${killed} kills`,
      },
    ];
  },

  async clients(folder) {
    const lab = new Child<LabRequest, LabAnswer>("lab", ["--expose-gc"]);
    const { port } = await lab.ask({ do: "start", data: folder });
    const echoPort = await serverPort(lab, port);
    await clients(echoPort, 10, 1000);
    await wait(200);
    const before = await lab.ask({ do: "usage" });
    const count = some(1000);
    const { took, lostBytes } = await clients(echoPort, count, 1000);
    let after = await lab.ask({ do: "usage" });
    for (let tries = 0; after.descriptors > before.descriptors && tries < 50; tries += 1) {
      await wait(20);
      after = await lab.ask({ do: "usage" });
    }
    lab.end();
    return [
      {
        promise: `${count} clients connect, echo, close: 5 s, 0 bytes lost`,
        holds: took < 5000 && lostBytes === 0,
        shown: `${ms(took)}, ${lostBytes} bytes lost`,
      },
      {
        promise: "clients: descriptors back to where they were",
        holds: after.descriptors <= before.descriptors,
        shown: `${before.descriptors} before, ${after.descriptors} after`,
      },
    ];
  },

  async bytes() {
    const count = await conversations(some(10_000));
    return [
      {
        promise: "bytes: sent = received = recorded = replayed",
        holds: true,
        shown: `${count} random conversations`,
      },
    ];
  },

  async soak(folder) {
    const result = await soak(folder, soakMinutes);
    const { minutes, slope, descriptors, delay, worstDelay } = result;
    return [
      {
        promise: `soak ${minutes} min: memory under 5 MB/h`,
        // What is left of the warm-up makes any slope of a short run.
        holds: minutes < 10 || slope < 5,
        shown:
          minutes < 10 ? "not judged: too short" : `${slope.toFixed(1)} MB/h after the warm-up`,
      },
      { promise: "soak: descriptors +0 at most", holds: descriptors <= 0, shown: `${descriptors}` },
      {
        promise: "soak: event loop p99 under 50 ms",
        holds: delay < 50,
        shown: `${ms(delay)} (${ms(worstDelay)} in the worst two seconds)`,
      },
    ];
  },
};

if (process.argv.includes("--help") || (only !== undefined && !(only in FIGURES))) {
  console.log(HELP);
  process.exit(only === undefined ? 0 : 2);
}
/** Rows that did not hold. */
const missed: string[] = [];
function print(name: string, holds: boolean, shown: string): void {
  console.log(`${holds ? "ok  " : "MISS"} ${name.padEnd(58)} ${shown}`);
  if (!holds) missed.push(name);
}
for (const [name, measure] of Object.entries(FIGURES)) {
  if (only !== undefined && only !== name) continue;
  const folder = mkdtempSync(join(tmpdir(), "sockscope-bench-"));
  try {
    const rows = await within(minutes(name), measure(folder));
    for (const { promise, holds, shown } of rows) print(promise, holds, shown);
  } catch (error) {
    // The table goes on; what this row has started must not disturb the others.
    print(name, false, `no result: ${error instanceof Error ? error.message : String(error)}`);
    await Child.killAll();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
// What is shown elsewhere.
if (only === undefined)
  for (const [promise, where] of [
    ["fuzz: 20,000 cases a schema, 50,000 raw frames", "npm test; a million: npm run test:fuzz"],
    [
      "attack: other origins, rebound names, payloads",
      "npm run test:e2e -- e2e/attack.spec.ts e2e/hostile-payloads.spec.ts",
    ],
  ] as const)
    console.log(`see  ${promise.padEnd(58)} ${where}`);
process.exit(missed.length > 0 ? 1 : 0);
