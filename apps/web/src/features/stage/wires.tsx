import type { Bundle, StageLayout, Wire } from "@sockscope/trace";
import { useText } from "../../i18n/index.ts";

/** The connections between the cards, beneath them. The cards say the same in words. */
export function Wires({ layout }: { readonly layout: StageLayout }) {
  const { wires, size } = layout;
  return (
    <svg className="wires" width={size.width} height={size.height} aria-hidden="true">
      <defs>
        <marker
          id="stage-arrow"
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerWidth="9"
          markerHeight="9"
          markerUnits="userSpaceOnUse"
          orient="auto-start-reverse"
        >
          <path className="arrow-head" d="M0 0 8 4 0 8z" />
        </marker>
      </defs>
      {wires.map((wire) => (
        <WirePath key={wire.id} wire={wire} small={wires.length > 3} />
      ))}
      {layout.bundles.map((bundle) => (
        <BundlePath key={bundle.route.key} bundle={bundle} />
      ))}
    </svg>
  );
}

/** Of strands that are drawn side by side within a bundle. */
const STRANDS = 7;

/** Many connections as one: the thicker the more, but never so thick as to hide what is near. */
function BundlePath({ bundle }: { readonly bundle: Bundle }) {
  const text = useText().stage;
  const { route, open, queued, connecting, closing } = bundle;
  const { path } = route;
  const all = open + queued + connecting;
  const thick = 8 + Math.min(14, 2 * Math.log2(all));
  const strands = Math.min(STRANDS, all);
  const words = [
    open > 0 && text.bundle(open),
    queued > 0 && text.queuedCount(queued),
    connecting > 0 && text.connecting(connecting),
  ].filter((one) => one !== false);
  const middle = path.at(path.length / 2);
  const states = `${open === 0 ? "busy" : ""} ${closing > open / 2 ? "closing" : ""}`;
  return (
    <g className={`wire bundle ${states}`}>
      <path className="wire-wall" d={path.d} style={{ strokeWidth: thick }} />
      <path className="wire-core" d={path.d} style={{ strokeWidth: thick - 3 }} />
      {Array.from({ length: strands }, (_, i) => (
        <path
          // biome-ignore lint/suspicious/noArrayIndexKey: strands are alike and never change places
          key={i}
          className="wire-strand"
          d={path.d}
          transform={`translate(0 ${((i + 0.5) / strands - 0.5) * (thick - 4)})`}
        />
      ))}
      <text className="bundle-label" x={middle.x} y={middle.y + thick / 2 + 46}>
        {words.join(" · ")}
      </text>
    </g>
  );
}

function WirePath({ wire, small }: { readonly wire: Wire; readonly small: boolean }) {
  const text = useText().stage;
  const { path, against } = wire.route;
  if (wire.state === "connecting") {
    const [start, end] = against
      ? ["url(#stage-arrow)", undefined]
      : [undefined, "url(#stage-arrow)"];
    return (
      <path
        className="wire connecting"
        data-wire={wire.id}
        d={path.d}
        markerStart={start}
        markerEnd={end}
      />
    );
  }
  const ending =
    wire.fromDone && wire.toDone ? "closing" : wire.fromDone || wire.toDone ? "half" : "";
  const middle = path.at(path.length / 2);
  const label = { closing: text.closing, half: text.halfClosed, "": null }[ending];
  return (
    <g className={`wire ${wire.state} ${ending} ${small ? "small" : ""}`} data-wire={wire.id}>
      <path className="wire-wall" d={path.d} />
      <path className="wire-core" d={path.d} />
      {label !== null && !small && (
        <text className="wire-label" x={middle.x} y={middle.y + 21}>
          {label}
        </text>
      )}
    </g>
  );
}
