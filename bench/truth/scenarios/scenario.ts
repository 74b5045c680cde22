import type { Finding } from "../comparison/findings.ts";
import { type Quiet, quiet } from "../comparison/quiet.ts";
import { sideBySide } from "../comparison/report.ts";
import { judge, type Verdict } from "../comparison/session.ts";
import { has } from "../playground/foreign.ts";
import { Playground } from "../playground/playground.ts";

/** What a scenario may do. */
export interface Act
  extends Pick<
    Playground,
    "spawn" | "server" | "ours" | "listening" | "run" | "driver" | "event" | "do"
  > {
  readonly playground: Playground;
  /** Waits until all is still, and compares the stage with the kernel. */
  quiet(label: string): Promise<Quiet>;
  /** Something that only this scenario knows. */
  expect(holds: boolean, what: string): void;
}

export interface Scenario {
  readonly name: string;
  /** Of the kinds of fault. */
  readonly kind: 2 | 3 | 4 | 5 | 6 | 7;
  /** Programs and Python modules that it takes: `curl`, `python:flask`. */
  readonly needs: readonly string[];
  /** A buffer of datagrams may run over. */
  readonly dropped?: boolean;
  readonly act: (act: Act) => Promise<void>;
}

export interface Ran extends Verdict {
  readonly scenario: Scenario;
  readonly verbose: string;
  /** Why there was no capture. */
  readonly skipped: string | null;
}

/** ms that a scenario may take. */
const PATIENCE = 60_000;

/** Gives the names of what is missing instead, if something is. */
export async function runScenario(
  scenario: Scenario,
  options: { capture: boolean; threadWorker?: URL },
): Promise<Ran | readonly string[]> {
  const missing = scenario.needs.filter((name) => !has(name));
  if (missing.length > 0) return missing;
  const playground = await Playground.open(options);
  const quiets: Quiet[] = [];
  const extra: Finding[] = [];
  const act: Act = {
    playground,
    spawn: (...args) => playground.spawn(...args),
    server: (...args) => playground.server(...args),
    ours: (...args) => playground.ours(...args),
    listening: (...args) => playground.listening(...args),
    run: (...args) => playground.run(...args),
    driver: () => playground.driver(),
    event: (which) => playground.event(which),
    do: (command) => playground.do(command),
    quiet: async (label) => {
      const found = await quiet(playground, label);
      quiets.push(found);
      return found;
    },
    expect(holds, what) {
      if (!holds) extra.push({ level: "wrong", check: "result", where: scenario.name, what });
    },
  };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${scenario.name} takes too long`)), PATIENCE);
  });
  try {
    await Promise.race([scenario.act(act).then(() => act.quiet("at the end")), late]);
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    extra.push({ level: "wrong", check: "result", where: scenario.name, what });
  } finally {
    clearTimeout(timer);
  }
  try {
    const verdict = await judge(playground, quiets, { dropped: scenario.dropped ?? false });
    return {
      ...verdict,
      scenario,
      findings: [...extra, ...verdict.findings],
      verbose: sideBySide(playground, verdict),
      skipped: playground.skipped,
    };
  } finally {
    await playground.close();
  }
}
