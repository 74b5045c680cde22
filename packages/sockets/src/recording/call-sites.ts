import type { CallSite } from "@sockscope/protocol";
import { SourceLines } from "./source-lines.ts";
import { type Position, positionsIn } from "./stack-position.ts";

/** The maximum of stacks read in a burst: more than a demonstration has calls. */
const MAX_LOOKS = 400;
/** Further stacks allowed in each period: at about 30 us each, they take 0.3 % of the time. */
const LOOKS_PER_PERIOD = 25;
/** ms */
const PERIOD_MS = 250;

export interface CallSitesOptions {
  /** The URL of the script that holds the programs: `import.meta.url` there. */
  readonly script: string;
  /**
   * The folder of their sources, such as "packages/programs/src/". Sites are named relative to it.
   */
  readonly folder: string;
}

/**
 * Finds the line of the program that makes a call. Reading the stack costs as much as a call, so in
 * programs that are faster than a person can watch only some calls get their line.
 */
export class CallSites {
  readonly #script: string;
  readonly #lines: SourceLines;
  #left = MAX_LOOKS;

  constructor({ script, folder }: CallSitesOptions) {
    this.#script = script;
    this.#lines = new SourceLines(folder, script);
  }

  /**
   * The line that makes the current call. Undefined if it is unknown, or too many stacks were read
   * recently.
   * @param patient the program waits anyway, so the stack is read in any case
   */
  look(patient: boolean): CallSite | undefined {
    if (!patient) {
      if (this.#left === 0) return undefined;
      if (this.#left === MAX_LOOKS) this.#renew();
      this.#left -= 1;
    }
    return this.locate(positionsIn(this.#script));
  }

  /** The first of these positions that is in a program. */
  locate(positions: readonly Position[]): CallSite | undefined {
    for (const position of positions) {
      const site = this.#lines.at(position);
      if (site !== null) return site;
    }
    return undefined;
  }

  #renew(): void {
    setTimeout(() => {
      this.#left = Math.min(MAX_LOOKS, this.#left + LOOKS_PER_PERIOD);
      if (this.#left < MAX_LOOKS) this.#renew();
    }, PERIOD_MS).unref();
  }
}
