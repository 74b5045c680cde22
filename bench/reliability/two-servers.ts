import { createReadStream, mkdtempSync, readdirSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readRecording } from "../../apps/server/src/recordings/recording-reader.ts";

/** A server on a folder that others use, too. */
export interface FolderServer {
  /** Something happens; gives what of it was shown, as lines. */
  act(): Promise<readonly string[]>;
  /** Ends as it should, or as nothing but the system can end it; gives what else was shown. */
  end(): Promise<readonly string[]>;
  kill(): Promise<readonly string[]>;
}

export interface Servers {
  start(folder: string): Promise<FolderServer>;
  /** Starts one that does nothing, and ends it. */
  last(folder: string): Promise<void>;
}

export interface TwoServersResult {
  readonly rounds: number;
  readonly orders: number;
  readonly kills: number;
  readonly shown: number;
  readonly lost: number;
}

/** What the first (0) and the second (1) server do, one after the other. */
type Order = readonly (0 | 1)[];
interface Round {
  readonly order: Order;
  /** Which of them is killed; the other ends as it should. */
  readonly killed: readonly [boolean, boolean];
  /** Whether all files look a month old whenever a server starts. */
  readonly old: boolean;
}

const STEPS = ["start", "act", "over"] as const;
const MONTH = 30 * 24 * 3600;

/** All orders of what two servers do, with all ends and with young and old files: 160. */
function allRounds(): readonly Round[] {
  const orders = (left: number, right: number): readonly Order[] => {
    if (left + right === 0) return [[]];
    return [
      ...(left > 0 ? orders(left - 1, right).map((rest): Order => [0, ...rest]) : []),
      ...(right > 0 ? orders(left, right - 1).map((rest): Order => [1, ...rest]) : []),
    ];
  };
  const either = [false, true];
  return orders(STEPS.length, STEPS.length).flatMap((order) =>
    either.flatMap((first) =>
      either.flatMap((second) =>
        either.map((old): Round => ({ order, killed: [first, second], old })),
      ),
    ),
  );
}

/**
 * Two servers on one folder, in every order, and a third one when both are over: what was shown is
 * in the folder. `every`: a share of the orders, one in so many.
 */
export async function twoServers(
  count: number,
  servers: Servers,
  every = 1,
): Promise<TwoServersResult> {
  const all = allRounds();
  let [shown, lost, kills] = [0, 0, 0];
  const met = new Set<Round>();
  for (let made = 0; made < count; made += 1) {
    const round = all[(made * every) % all.length];
    if (round === undefined) break;
    met.add(round);
    kills += round.killed.filter(Boolean).length;
    const folder = mkdtempSync(join(tmpdir(), "sockscope-two-"));
    const seen = await play(round, folder, servers);
    const lines = await linesIn(folder);
    shown += seen.length;
    lost += seen.filter((line) => !lines.has(line)).length;
    rmSync(folder, { recursive: true, force: true });
  }
  return { rounds: count, orders: met.size, kills, shown, lost };
}

/** Gives what was shown. */
async function play(
  { order, killed, old }: Round,
  folder: string,
  { start, last }: Servers,
): Promise<readonly string[]> {
  const seen: string[] = [];
  const both: [FolderServer | null, FolderServer | null] = [null, null];
  const steps: [number, number] = [0, 0];
  const begin = (): Promise<FolderServer> => {
    if (old) makeOld(folder);
    return start(folder);
  };
  for (const which of order) {
    const step = STEPS[steps[which]];
    steps[which] += 1;
    if (step === "start") both[which] = await begin();
    const server = both[which];
    if (step === "act" && server) seen.push(...(await server.act()));
    if (step === "over" && server)
      seen.push(...(await (killed[which] ? server.kill() : server.end())));
  }
  if (old) makeOld(folder);
  await last(folder);
  return seen;
}

function makeOld(folder: string): void {
  const at = Date.now() / 1000 - MONTH;
  for (const name of readdirSync(folder)) utimesSync(join(folder, name), at, at);
}

/** Of all recordings of the folder. */
async function linesIn(folder: string): Promise<ReadonlySet<string>> {
  const lines = new Set<string>();
  for (const name of readdirSync(folder).filter((one) => one.endsWith(".ndjson"))) {
    const reading = readRecording(createReadStream(join(folder, name)));
    for (;;) {
      const { done, value } = await reading.next();
      if (done) break;
      for (const line of value) lines.add(line);
    }
  }
  return lines;
}
