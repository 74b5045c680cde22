import type { Truth } from "@sockscope/protocol";
import { useText } from "../../i18n/index.ts";
import { TruthStroke } from "../../parts/truth-mark.tsx";

const TRUTHS: readonly Truth[] = ["observed", "inferred", "injected"];

/** Which stroke says how a mark is known. */
export function TruthLegend() {
  const text = useText();
  return (
    <ul className="truth-legend" aria-label={text.timeline.truths}>
      {TRUTHS.map((truth) => (
        <li key={truth} title={text.inspector.truths[truth].name}>
          <TruthStroke truth={truth} width={22} />
          <span className="truth-name">{text.inspector.truths[truth].name}</span>
        </li>
      ))}
    </ul>
  );
}
