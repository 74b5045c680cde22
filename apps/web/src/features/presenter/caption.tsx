import type { Step } from "@sockscope/trace";
import { stepSentence, useText } from "../../i18n/index.ts";
import { IconButton } from "../../parts/controls/button.tsx";
import { getTrace, lessonSpeaks, playhead, store, useApp } from "../../store/index.ts";
import "./presenter.css";

/** What a class does not follow: the gate, breakpoints and the network's conditions being set. */
const ASIDES: ReadonlySet<string> = new Set([
  ...["gate.set", "breakpoint.set", "breakpoint.removed", "link.set"],
]);
/** So many steps back at most a sentence stays. */
const STAYS = 40;

/** The step whose sentence is shown: the last one that tells of a program or a socket, if one is near. */
function sentenceStep(step: number): Step | undefined {
  const { steps } = getTrace();
  for (let at = step - 1; at >= Math.max(0, step - STAYS); at--) {
    const found = steps.get(at);
    if (found !== undefined && !(found.kind === "event" && ASIDES.has(found.event.kind)))
      return found;
  }
  return steps.get(step - 1);
}

/** What happens under the playhead, in one sentence that can be read from the last row. */
export function Caption() {
  const text = useText();
  const step = useApp((state) => state.step);
  const steps = useApp((state) => state.steps);
  const moving = useApp((state) => state.mode !== "paused");
  const silent = useApp(lessonSpeaks);
  const here = sentenceStep(step);
  const { header, presenter } = text;
  if (silent) return null;
  return (
    <footer className="caption" aria-label={presenter.label}>
      <p className="caption-sentence" role="status">
        {here === undefined ? "" : stepSentence(text, getTrace(), here)}
      </p>
      <div className="caption-play" role="group" aria-label={header.transport}>
        <span className="caption-step">
          {step} / {steps}
        </span>
        <IconButton icon="previous" label={header.previous} onClick={playhead.previous} />
        <IconButton
          icon={moving ? "pause" : "play"}
          label={moving ? header.pause : header.play}
          onClick={playhead.toggle}
        />
        <IconButton icon="next" label={header.next} onClick={playhead.next} />
        <IconButton
          icon="close"
          label={presenter.leave}
          onClick={() => store.getState().setPresenting(false)}
        />
      </div>
    </footer>
  );
}
