import { type LinkConditions, PERFECT_LINK } from "@sockscope/protocol";

export type PresetName = "perfect" | "wifi" | "bad";

/** Links as people know them. */
export const PRESETS: Readonly<Record<PresetName, LinkConditions>> = {
  perfect: PERFECT_LINK,
  wifi: { ...PERFECT_LINK, latency: 40, jitter: 20, bandwidth: 512 * 1024, loss: 0.02 },
  bad: {
    ...PERFECT_LINK,
    latency: 300,
    jitter: 150,
    bandwidth: 64 * 1024,
    slice: 16,
    loss: 0.2,
    duplicate: 0.1,
    reorder: 0.15,
  },
};

const KEYS = Object.keys(PERFECT_LINK) as readonly (keyof LinkConditions)[];

const same = (a: LinkConditions, b: LinkConditions): boolean =>
  KEYS.every((key) => a[key] === b[key]);

/** Null for conditions that are nobody's. */
export function presetOf(conditions: LinkConditions): PresetName | null {
  if (same(conditions, PRESETS.perfect)) return "perfect";
  if (same(conditions, PRESETS.wifi)) return "wifi";
  return same(conditions, PRESETS.bad) ? "bad" : null;
}
