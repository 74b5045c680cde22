import type { Scale } from "./scale.ts";

/** Ticks stand no nearer than this, in px. */
const LEAST = 90;

/** Round times along a linear axis between px `from` and `from + length`, from its first step. */
export function timeTicks(
  scale: Scale,
  from: number,
  length: number,
): readonly { readonly px: number; readonly ns: number }[] {
  const { pxPerNs } = scale;
  if (pxPerNs === null || !(pxPerNs > 0)) return [];
  const least = LEAST / pxPerNs;
  const power = 10 ** Math.floor(Math.log10(least));
  const every = ([1, 2, 5, 10].find((m) => m * power >= least) ?? 10) * power;
  const ticks: { px: number; ns: number }[] = [];
  const first = Math.max(0, Math.floor(from / pxPerNs / every));
  for (let n = first; n * every * pxPerNs <= from + length; n++) {
    ticks.push({ px: n * every * pxPerNs, ns: Math.round(n * every) });
  }
  return ticks;
}
