import { matters } from "@sockscope/trace";
import { zipOf } from "../../parts/files/zip.ts";
import { clock, getTrace, store } from "../../store/index.ts";
import { pngOf, snapshotOf } from "./snapshot.ts";

/** So wide are the pictures at least, in px, where that does not need more than twice the type. */
const WIDE = 1920;

export interface Wanted {
  /** Steps by the numbers that people see: from the first to the last, both of them. */
  readonly first: number;
  readonly last: number;
  readonly everyStep: boolean;
}

/** The positions of the playhead at which there is a picture. */
export function positionsOf({ first, last, everyStep }: Wanted): readonly number[] {
  const { steps } = getTrace();
  const found: number[] = [];
  for (let position = Math.max(1, first); position <= Math.min(last, steps.length); position++) {
    const step = steps.get(position - 1);
    if (step !== undefined && (everyStep || matters(step))) found.push(position);
  }
  return found;
}

/**
 * Names that outlive this rendering: that of the event which a step is, or follows from (`0123`). Of what
 * follows from one event there may be several steps: `0123-2` is the second of them.
 */
function stillNames(positions: readonly number[]): (position: number) => string {
  const trace = getTrace();
  const seqOf = (position: number) => trace.seqOf(position - 1);
  const digits = Math.max(4, String(seqOf(positions.at(-1) ?? trace.steps.length)).length);
  return (position) => {
    const seq = seqOf(position);
    let nth = 1;
    while (nth < position && seqOf(position - nth) === seq) nth++;
    const name = String(seq).padStart(digits, "0");
    return nth === 1 ? name : `${name}-${nth}`;
  };
}

/**
 * A picture of the stage and the timeline for each position, as they are shown to a room, and their
 * sentences, in one archive. The page itself goes there and is photographed; afterwards it is as it
 * was. Null if `signal` said so.
 */
export async function makeStills(
  positions: readonly number[],
  options: {
    /** What happens in the step before a position, in a sentence. */
    readonly sentence: (position: number) => string;
    readonly progress: (done: number) => void;
    readonly signal: AbortSignal;
  },
): Promise<Blob | null> {
  const before = { ...store.getState(), position: clock.position() };
  const files: Record<string, Uint8Array> = {};
  const lines: string[] = [];
  const nameOf = stillNames(positions);
  store.getState().setPresenting(true);
  try {
    for (const [done, position] of positions.entries()) {
      if (options.signal.aborted) return null;
      clock.seek(position);
      await drawn();
      const app = document.querySelector<HTMLElement>(".app");
      if (app === null) throw new Error("there is no page to photograph");
      const snapshot = snapshotOf(app);
      const ratio = Math.min(2, Math.max(1, WIDE / snapshot.width));
      const png = await pngOf(snapshot, ratio);
      const name = `${nameOf(position)}.png`;
      files[name] = new Uint8Array(await png.arrayBuffer());
      lines.push(`${name}\t${options.sentence(position)}\n`);
      options.progress(done + 1);
    }
  } finally {
    store.getState().setPresenting(before.presenting);
    if (before.mode === "live") clock.live();
    else clock.seek(before.position);
  }
  files["steps.txt"] = new TextEncoder().encode(lines.join(""));
  return zipOf(files);
}

/** React has rendered, the page is laid out anew, and the canvases are painted: three frames. */
async function drawn(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise((frame) => requestAnimationFrame(frame));
}
