import type { Figures as Wanted } from "@sockscope/lessons";
import { durationText } from "@sockscope/trace";
import { useApp } from "../../../store/index.ts";

/** Times measured on the trace, as bars of one scale. `measured`: ns, row by row. */
export function Figures(props: {
  readonly figures: Wanted;
  readonly measured: readonly (readonly number[])[];
}) {
  const { figures, measured } = props;
  const lang = useApp((state) => state.lang);
  const longest = Math.max(1, ...measured.flat());
  return (
    <figure className="figures">
      <figcaption>{figures.title[lang]}</figcaption>
      {figures.rows.map(({ label }, row) => (
        <div key={label.en} className="figures-row">
          <h4>{label[lang]}</h4>
          <ol>
            {(measured[row] ?? []).map((ns, place) => (
              <li key={`${place}-${ns}`}>
                <span className="figures-bar" style={{ "--part": `${(100 * ns) / longest}%` }} />
                <span className="figures-value">{durationText(ns)}</span>
              </li>
            ))}
          </ol>
        </div>
      ))}
    </figure>
  );
}
