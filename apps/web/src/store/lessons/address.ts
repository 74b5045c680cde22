/** Which lesson and which of its steps the address of the page names, as it was written there. */
export interface LessonAddress {
  readonly lesson: string;
  /** Null: none, which means its introduction. */
  readonly step: string | null;
}

/** Reads `#lesson=udp-datagrams&step=3`; null if it names no lesson. */
export function readAddress(hash: string): LessonAddress | null {
  const parts = new URLSearchParams(hash.replace(/^#/, ""));
  const lesson = parts.get("lesson");
  return lesson === null ? null : { lesson, step: parts.get("step") };
}

/** Writes what `readAddress` reads; `step` is an index, -1 for the introduction. */
export function writeAddress(lesson: string, step: number): string {
  const parts = new URLSearchParams({ lesson });
  if (step >= 0) parts.set("step", String(step + 1));
  return `#${parts.toString()}`;
}

/** The index of a step, -1 for the introduction; null if the lesson has no such step. */
export function stepIndex(step: string | null, steps: number): number | null {
  if (step === null) return -1;
  const number = /^\d{1,4}$/.test(step) ? Number(step) : 0;
  return number >= 1 && number <= steps ? number - 1 : null;
}
