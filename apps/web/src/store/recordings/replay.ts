import type { RecordingInfo } from "@sockscope/protocol";
import { createTrace } from "@sockscope/trace";
import { clock, showTrace } from "../session/session.ts";
import { store } from "../store.ts";
import { type Outcome, openRecording } from "./recordings-api.ts";

/**
 * Reads a recording and plays it from its beginning, in place of the live session, which goes on
 * unseen. No socket is opened: it is only read. `progress` is told how many events there are.
 */
export async function replay(
  info: RecordingInfo,
  signal: AbortSignal,
  progress: (events: number) => void,
): Promise<Outcome<null>> {
  const trace = createTrace();
  const read = { sense: true };
  const opened = await openRecording(info.id, signal, (events) => {
    try {
      if (read.sense) trace.append(events);
    } catch {
      // Each line is right by itself, but together they tell nothing that can be drawn.
      read.sense = false;
    }
    progress(trace.seq);
  });
  if (!opened.ok) return opened;
  if (!read.sense) return { ok: false, trouble: { code: "bad-line", line: trace.seq } };
  if (signal.aborted) return { ok: true, value: null };
  store.setState({ replay: { info, events: trace.seq, ...opened.value } });
  showTrace(trace);
  clock.seek(0);
  clock.play();
  return { ok: true, value: null };
}

/** Back to the live session, at its newest step. Does nothing if that is shown. */
export function leaveReplay(): void {
  if (store.getState().replay === null) return;
  store.setState({ replay: null });
  showTrace(null);
}
