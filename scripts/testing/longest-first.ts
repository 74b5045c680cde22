import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Waits for the kernel's own timeouts, half a minute in all: begun last it would wait alone. */
const LONGEST = "bench/truth/scenarios/scenarios.test.ts";

/** Vitest's order (by size, where no earlier run has left times), except that the longest file begins. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLongest = ({ moduleId }: TestSpecification) => moduleId.endsWith(LONGEST);
    return [...sorted.filter(isLongest), ...sorted.filter((file) => !isLongest(file))];
  }
}
