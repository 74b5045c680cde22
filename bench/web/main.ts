// What the page is fast at, in a real Chromium: each figure is a ratio against a bare counterpart that
// was measured in the same rounds, because absolute times say more of the machine than of the page.
import { eachInItsOwn } from "../sockets/own-process.ts";
import { Report } from "./report.ts";
import { first } from "./rows/first.ts";
import { fold } from "./rows/fold.ts";
import { ingest } from "./rows/ingest.ts";
import { latency } from "./rows/latency.ts";
import { live } from "./rows/live.ts";
import { million } from "./rows/million.ts";
import { type Bench, built } from "./rows/row.ts";

const ROWS = { fold, first, ingest, live, latency, million } as const;
type Name = keyof typeof ROWS;
const NAMES = Object.keys(ROWS) as Name[];

const quick = process.argv.includes("--quick");
/** The value of `--name=value`. */
const option = (name: string): string | undefined =>
  process.argv.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);

/** `--only=`: one of the rows; several with commas. */
const only = option("only")?.split(",");
const chosen = NAMES.filter((name) => only?.includes(name) ?? true);
const [name] = chosen;
if (name === undefined) throw new Error(`--only is one of ${NAMES.join(", ")}`);
// Each in a process of its own: a server must not bear the garbage of what was fed to another page.
if (chosen.length > 1) eachInItsOwn(built("./main.js"), chosen);

const report = new Report();
const bench: Bench = {
  ...{ report, quick, rounds: Number(option("rounds") ?? (quick ? 1 : 7)) },
  ...{ page: built("./page"), bare: built("./bare") },
};
await ROWS[name](bench);
process.exit(report.holds ? 0 : 1);
