/**
 * `--cpu`: seconds are those of this process's own CPU time, for a machine that has other things to
 * do as well. What is then left out is the waiting.
 */
const cpu = process.argv.includes("--cpu");

/** Gives how to read the seconds since now. */
export function stopwatch(): () => number {
  const began = performance.now();
  const used = process.cpuUsage();
  return () => {
    if (!cpu) return (performance.now() - began) / 1000;
    const { user, system } = process.cpuUsage(used);
    return (user + system) / 1e6;
  };
}

export const wait = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
};

/** Rates a second, by condition, one a round. */
export type Rates<C extends string> = Readonly<Record<C, number[]>>;

/**
 * Measures each condition once a round, one after the other, in another order each round: what
 * disturbs the machine then disturbs all of them.
 */
export async function interleave<C extends string>(
  conditions: readonly C[],
  rounds: number,
  measure: (condition: C) => Promise<number>,
): Promise<Rates<C>> {
  const rates = Object.fromEntries(conditions.map((name) => [name, [] as number[]])) as Rates<C>;
  for (const name of conditions) await measure(name);
  for (let round = 0; round < rounds; round += 1) {
    const turn = round % conditions.length;
    for (const name of [...conditions.slice(turn), ...conditions.slice(0, turn)])
      rates[name].push(await measure(name));
  }
  return rates;
}

/** The median of the rounds' own ratios. */
export const ratio = (above: readonly number[], below: readonly number[]): number =>
  median(above.map((value, round) => value / (below[round] ?? Number.NaN)));
