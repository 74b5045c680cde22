import { describe, expect, inject, test } from "vitest";
import { lineOf } from "../comparison/report.ts";
import { hasProc } from "../playground/proc.ts";
import { SCENARIOS } from "./index.ts";
import { runScenario } from "./scenario.ts";

const threadWorker = new URL(inject("threadWorker"));

// Elsewhere nobody says what the kernel did. Most of each is waiting until all is still.
describe.skipIf(!hasProc()).concurrent("what is drawn is what happened", () => {
  for (const scenario of SCENARIOS)
    test(`${scenario.kind}: ${scenario.name}`, { timeout: 90_000 }, async ({ skip }) => {
      const ran = await runScenario(scenario, { capture: true, threadWorker });
      if (!("findings" in ran)) return skip(`this machine lacks ${ran.join(", ")}`);
      const found = ran.findings.filter(({ level }) => level !== "missing").map(lineOf);
      expect(found, ran.verbose).toEqual([]);
    });
});
