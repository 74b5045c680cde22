import type { Truth } from "@sockscope/protocol";
import { useText } from "../../i18n/index.ts";

const TRUTHS: readonly Truth[] = ["observed", "inferred", "injected"];
const STROKES: Readonly<Record<Truth, string>> = {
  observed: "M1 6H27",
  inferred: "M1 6H7M11 6H17M21 6H27",
  injected: "M1 6L6 2L11 10L16 2L21 10L27 6",
};

/** Which stroke says how a mark is known. */
export function TruthLegend() {
  const text = useText();
  return (
    <ul className="truth-legend" aria-label={text.timeline.truths}>
      {TRUTHS.map((truth) => (
        <li key={truth}>
          <svg width="28" height="12" aria-hidden="true">
            <path d={STROKES[truth]} fill="none" stroke="currentColor" strokeWidth="1.8" />
          </svg>
          {text.truths[truth]}
        </li>
      ))}
    </ul>
  );
}
