import type { StageLayout, Wire } from "@sockscope/trace";
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
    </svg>
  );
}

function WirePath({ wire, small }: { readonly wire: Wire; readonly small: boolean }) {
  const text = useText().stage;
  const { path, against } = wire.route;
  if (wire.state === "connecting") {
    const [start, end] = against
      ? ["url(#stage-arrow)", undefined]
      : [undefined, "url(#stage-arrow)"];
    return <path className="wire connecting" d={path.d} markerStart={start} markerEnd={end} />;
  }
  const ending =
    wire.fromDone && wire.toDone ? "closing" : wire.fromDone || wire.toDone ? "half" : "";
  const middle = path.at(path.length / 2);
  const label = { closing: text.closing, half: text.halfClosed, "": null }[ending];
  return (
    <g className={`wire ${wire.state} ${ending} ${small ? "small" : ""}`}>
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
