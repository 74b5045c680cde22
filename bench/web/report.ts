import { median, ratio } from "../sockets/rounds.ts";

export const rank = (all: readonly number[], share: number): number =>
  all.toSorted((a, b) => a - b)[Math.floor((all.length - 1) * share)] ?? Number.NaN;

export const ms = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} ms`;

/** One line a figure: whether it holds, the ratio and its bound, and what was measured. */
export class Report {
  #holds = true;

  get holds(): boolean {
    return this.#holds;
  }

  /**
   * A figure against its bare counterpart in the same rounds: the median of the rounds' own ratios.
   * `most` or `least` is the bound.
   */
  ratio(
    what: string,
    ours: readonly number[],
    bare: readonly number[],
    bound: { readonly most: number } | { readonly least: number },
    show: (value: number) => string = ms,
  ): void {
    const value = ratio(ours, bare);
    const holds = "most" in bound ? value <= bound.most : value >= bound.least;
    const limit = "most" in bound ? `at most ${bound.most}` : `at least ${bound.least}`;
    const note = `${show(median(ours))} against ${show(median(bare))}`;
    this.#line(holds, what, value.toFixed(2), limit, note);
  }

  /** A figure that does not depend on how fast the machine is. */
  absolute(what: string, value: number, most: number, unit: string): void {
    this.#line(value <= most, what, `${value.toFixed(0)} ${unit}`, `at most ${most} ${unit}`, "");
  }

  /** What is worth knowing beside a figure, without a bound. */
  note(what: string, measured: string): void {
    console.log(`     ${what.padEnd(56)} ${measured}`);
  }

  #line(holds: boolean, what: string, value: string, limit: string, note: string): void {
    if (!holds) this.#holds = false;
    const head = `${holds ? "ok  " : "MISS"} ${what.padEnd(56)} ${value.padEnd(8)}`;
    console.log(`${head} ${`(${limit})`.padEnd(18)} ${note}`.trimEnd());
  }
}
