import type { Truth } from "@sockscope/protocol";
import { useText } from "../../i18n/index.ts";

const TRUTHS: readonly Truth[] = ["observed", "inferred", "injected"];
const STROKES: Readonly<Record<Truth, string>> = {
  observed: "M1 6H21",
  inferred: "M1 6H6M9 6H14M17 6H22",
  injected: "M1 6L5 2L9 10L13 2L17 10L21 6",
};

/** Which stroke says how a mark is known. */
export function TruthLegend() {
  const text = useText();
  return (
    <ul className="truth-legend" aria-label={text.timeline.truths}>
      {TRUTHS.map((truth) => (
        <li key={truth}>
          <svg width="22" height="12" aria-hidden="true">
            <path d={STROKES[truth]} fill="none" stroke="currentColor" strokeWidth="1.8" />
          </svg>
          {text.truths[truth]}
        </li>
      ))}
    </ul>
  );
}
