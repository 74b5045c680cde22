import {
  BEHIND,
  drawRibbon,
  type RibbonState,
  type Row,
  ribbonState,
  SMALL,
  sizeText,
  timelineIndex,
} from "@sockscope/trace";
import { useEffect, useRef } from "react";
import { actorName, useText } from "../../i18n/index.ts";
import { clock, getTrace, isPlayheadStationary, store } from "../../store/index.ts";
import { drawOnCanvas } from "../../theme/canvas-drawing.ts";
import type { CanvasSurface } from "../../theme/canvas-surface.ts";

const HEIGHT = 22;

/** Two strips: where the bytes of each direction are, of the conversation at the playhead. */
export function Ribbon() {
  const ref = useRef<HTMLCanvasElement>(null);
  const text = useText();
  useEffect(() => {
    const canvas = ref.current;
    if (canvas === null) return;
    const says = ({ sent, lost, landed, read, readUnseen }: RibbonState) => {
      const { says: said, unseen } = text.timeline.ribbon;
      const gone = lost > landed ? sizeText(lost - landed) : "";
      const underWay = sizeText(sent - lost);
      if (readUnseen) return unseen(underWay, gone, sizeText(landed));
      return said(underWay, gone, sizeText(landed - read), sizeText(read));
    };
    const name = (row: Row | null) => (row === null ? "?" : actorName(text, row.actor));
    const paint = (surface: CanvasSurface) => {
      const { width, measure } = surface;
      const index = timelineIndex(getTrace());
      const shown = index.conversationAt(lookedAt());
      if (shown === null) {
        const at = { x: 14, y: HEIGHT + 2, align: "left", plate: false, alpha: 1 } as const;
        const none = text.timeline.ribbon.none;
        surface.paint([{ kind: "text", ...at, text: none, font: SMALL, tone: "ink-2" }]);
        label(none);
        return;
      }
      const other = index.partnerOf(shown);
      const [position, behind] = [clock.position(), isPlayheadStationary() ? BEHIND : 0];
      const client = shown.listener === null ? shown : other;
      const server = shown.listener === null ? other : shown;
      for (const [i, [from, to]] of (
        [
          [client, server],
          [server, client],
        ] as const
      ).entries()) {
        const items = drawRibbon({
          ...{ from, to, says, measure, position, behind, fromServer: i === 1 },
          title: `${name(from)} → ${name(to)}`,
          box: { x: 14, y: 2 + i * HEIGHT, w: width - 28, h: HEIGHT },
        });
        surface.paint([...items]);
      }
      const told = [client, server].map((from, i) => {
        const to = i === 0 ? server : client;
        return `${name(from)} → ${name(to)}: ${says(ribbonState(from, to, position, behind))}`;
      });
      label(`${text.timeline.ribbon.label}. ${told.join("; ")}`);
    };
    /** The picture's words, for who cannot see it. */
    const label = (words: string) => {
      if (canvas.getAttribute("aria-label") !== words) canvas.setAttribute("aria-label", words);
    };
    return drawOnCanvas(canvas, {
      paint,
      follow: ({ request }) => [clock.subscribe(request), store.subscribe(request)],
      height: 2 * HEIGHT + 4,
    });
  }, [text]);
  // Its name says what it shows; drawing keeps it up to date.
  return <canvas ref={ref} className="ribbon" role="img" aria-label={text.timeline.ribbon.label} />;
}

/** The instant whose conversation is shown: that of what is selected, else the playhead's. */
function lookedAt(): number {
  const { selection, step } = store.getState();
  if (selection?.kind === "step") return selection.step + 1;
  const call = selection?.kind === "call" ? getTrace().calls.get(selection.call) : undefined;
  return call === undefined ? step : call.beganStep + 1;
}
