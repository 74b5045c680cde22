// Holds what is drawn against what was captured, and against the kernel's tables.

import { addCounts, type Finding, noCounts } from "./comparison/findings.ts";
import { byKind, figuresOf, levelsOf, lineOf } from "./comparison/report.ts";
import { randomConversations, tell } from "./random/random.ts";
import { SCENARIOS } from "./scenarios/index.ts";
import { runScenario } from "./scenarios/scenario.ts";

const HELP = `npm run truth -- [options]

  --scenario=NAME  only those whose name has this in it
  --kind=N         only those of this kind
  --random=N       N random conversations in place of the scenarios
  --seed=S         those of this seed (default: another one each time; it is printed)
  --only=I         only conversation I of the seed, with events, what is drawn and packets side by side
  --verbose        events, what is drawn and packets, side by side
  --no-capture     as on a machine that allows none
`;

const args = process.argv.slice(2);
const option = (name: string): string | undefined => {
  const at = args.findIndex((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`));
  const arg = at < 0 ? undefined : args[at];
  if (arg === undefined) return undefined;
  return arg.includes("=") ? arg.slice(arg.indexOf("=") + 1) : args[at + 1];
};
const has = (name: string): boolean =>
  args.some((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`));

async function scenarios(): Promise<boolean> {
  const wanted = has("scenario") ? (option("scenario") ?? "") : "";
  const kind = has("kind") ? Number(option("kind")) : null;
  const counts = noCounts();
  const all: Finding[] = [];
  console.log("kind scenario                                wrong misleading missing");
  for (const scenario of SCENARIOS) {
    if (!scenario.name.includes(wanted) || (kind !== null && scenario.kind !== kind)) continue;
    const began = performance.now();
    const ran = await runScenario(scenario, { capture: !has("no-capture") });
    const title = `${scenario.kind}    ${scenario.name.padEnd(40)}`;
    if (!("findings" in ran)) {
      console.log(`${title} skipped: needs ${ran.join(", ")}`);
      continue;
    }
    const [wrong = 0, misleading = 0, missing = 0] = levelsOf(ran.findings);
    const dropped = ran.captured?.dropped ?? 0;
    const lost = dropped > 0 ? `  (tcpdump has lost ${dropped} packets)` : "";
    const skipped = ran.skipped === null ? lost : `  (${ran.skipped})`;
    const shown = [
      String(wrong).padStart(5),
      String(misleading).padStart(10),
      String(missing).padStart(7),
    ];
    const took = `${((performance.now() - began) / 1000).toFixed(1)} s`;
    console.log(`${title}${shown.join(" ")}  ${took}${skipped}`);
    addCounts(counts, ran.counts);
    all.push(...ran.findings);
    if (has("verbose")) console.log(ran.verbose);
    if (has("verbose") || wanted !== "")
      for (const finding of ran.findings) console.log(lineOf(finding));
  }
  console.log(`\n${byKind(all)}\n\n${figuresOf(counts)}`);
  return all.every(({ level }) => level === "missing");
}

async function random(): Promise<boolean> {
  const seed = Number(option("seed") ?? Date.now() % 1_000_000);
  const only = has("only") ? Number(option("only")) : null;
  const count = Number(option("random") ?? 200);
  console.log(`seed ${seed}`);
  const sums = await randomConversations({
    ...{ seed, only, count, capture: !has("no-capture") },
    print: (line) => console.log(line),
  });
  for (const [title, sum] of [
    ["both ends ours", sums.ours],
    ["one end Python", sums.python],
  ] as const)
    if (sum.counts.states > 0) console.log(`\n== ${title}, seed ${seed}\n${tell(sum)}`);
  const findings = [...sums.ours.findings, ...sums.python.findings];
  return findings.every(({ level }) => level === "missing");
}

if (has("help")) console.log(HELP);
else if (has("random") || has("only")) process.exitCode = (await random()) ? 0 : 1;
else process.exitCode = (await scenarios()) ? 0 : 1;
