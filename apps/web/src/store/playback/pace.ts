/** How fast the playhead goes: the same time for every step, or as it really was. */
export type Pace =
  | { readonly kind: "steps"; readonly perSecond: number }
  /** `rate` 1: as fast as it happened; 0.001: a thousand times slower. */
  | { readonly kind: "time"; readonly rate: number };

/** When the step of this number happened, in ns. */
export type StepTime = (step: number) => number;

/** The time that the step of this number takes, as a multiple of an even step's; above 0. */
export type StepWeight = (step: number) => number;

/** Where a playhead comes from `position` in the time of so many even steps, where steps have weights. */
export function inWeights(
  position: number,
  evenSteps: number,
  end: number,
  weightOf: StepWeight,
): number {
  let at = position;
  let left = evenSteps;
  while (at < end) {
    const whole = Math.floor(at);
    const weight = weightOf(whole);
    const rest = (whole + 1 - at) * weight;
    if (rest > left) return Math.min(end, at + left / weight);
    left -= rest;
    at = whole + 1;
  }
  return end;
}

/**
 * Where a playhead comes from `position` in so many ns of real time. Between two whole positions
 * it moves evenly from the time of the step before to that of the step that comes.
 * @param longest no gap takes longer than this, in ns
 */
export function inRealTime(
  position: number,
  ns: number,
  length: number,
  timeOf: StepTime,
  longest = Number.POSITIVE_INFINITY,
): number {
  let whole = Math.floor(position);
  let part = position - whole;
  let left = ns;
  while (whole < length) {
    const gap = whole === 0 ? 0 : Math.max(0, timeOf(whole) - timeOf(whole - 1));
    const rest = Math.min(gap, longest) * (1 - part);
    if (rest > left) return whole + part + (left / rest) * (1 - part);
    left -= rest;
    part = 0;
    whole++;
  }
  return length;
}

/** How far a playhead comes in so many seconds, on its way to `end`. */
export function advanced(
  pace: Pace,
  position: number,
  seconds: number,
  end: number,
  timeOf: StepTime,
  /** No gap takes longer than this, in seconds on the screen. */
  longest?: number,
  /** Null: all steps are even. In real time it changes nothing. */
  weightOf: StepWeight | null = null,
): number {
  if (pace.kind === "steps") {
    const even = pace.perSecond * seconds;
    if (weightOf !== null) return inWeights(position, even, end, weightOf);
    return Math.min(end, position + even);
  }
  const { rate } = pace;
  const most = longest === undefined ? undefined : longest * rate * 1e9;
  return Math.min(end, inRealTime(position, seconds * rate * 1e9, end, timeOf, most));
}
