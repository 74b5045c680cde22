import type { CallSite } from "@sockscope/protocol";
import { SourceLines } from "./source-lines.ts";
import { type Position, positionsIn } from "./stack-position.ts";

/** Looks at the stack that may come at once: more than the calls of a demonstration. */
const MAX_LOOKS = 400;
/** How many come back in one period: at some 30 us each, all of them are 0.3 % of the time. */
const LOOKS_PER_PERIOD = 25;
/** ms */
const PERIOD_MS = 250;

export interface CallSitesOptions {
  /** The URL of the script that holds the programs: `import.meta.url` there. */
  readonly script: string;
  /** Where their sources stand, as "packages/programs/src/"; sites are named from there. */
  readonly folder: string;
}

/**
 * Tells from which line of its program a call is made. Looking costs as much as a call itself, so
 * programs that are quicker than anybody can watch are looked at now and then only.
 */
export class CallSites {
  readonly #script: string;
  readonly #lines: SourceLines;
  #left = MAX_LOOKS;

  constructor({ script, folder }: CallSitesOptions) {
    this.#script = script;
    this.#lines = new SourceLines(folder);
  }

  /**
   * Where the call is made in which this is asked; undefined if that cannot be told, or was told too
   * often of late.
   * @param patient the program waits anyway: it is told in any case
   */
  look(patient: boolean): CallSite | undefined {
    if (!patient) {
      if (this.#left === 0) return undefined;
      if (this.#left === MAX_LOOKS) this.#renew();
      this.#left -= 1;
    }
    return this.locate(positionsIn(this.#script));
  }

  /** The first of these places that stands in a program. */
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
