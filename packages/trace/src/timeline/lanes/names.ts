import { portText } from "../../text/call-text.ts";
import { FUTURE } from "../axis/playhead.ts";
import { type DrawItem, fitName, MONO, SANS_BOLD } from "../draw/draw-list.ts";
import type { Row } from "../index/rows.ts";
import { AXIS, type LanesGeometry } from "./geometry.ts";
import { rect, rowRule } from "./marks.ts";

/** The names of the rows stay visible, above all else. */
export function* names(lanes: LanesGeometry): Iterable<DrawItem> {
  const { viewport, measure, words, selected, position } = lanes.input;
  const { gutter, rowHeight } = lanes;
  yield rect(0, AXIS, gutter, viewport.height, "panel", 1);
  const edge = { kind: "line", x1: gutter, y1: 0, x2: gutter, y2: viewport.height } as const;
  yield { ...edge, tone: "line-2", width: 1, dash: "solid", head: "none", alpha: 1 };
  for (const { row, place } of lanes.lanes) {
    const top = lanes.top(place);
    const alpha = row.from < position ? 1 : FUTURE;
    yield rowRule(row.first, row.first ? 0 : 26, gutter, top);
    if (selected.actor === row.actor.id) yield rect(0, top, 4, rowHeight, "ink", 1);
    const middle = top + rowHeight / 2;
    const address = rowAddress(row);
    const put = { kind: "text", align: "left", plate: false, alpha } as const;
    const mono = { ...MONO, size: 12 };
    if (!row.first) {
      yield { ...put, x: 28, y: middle, text: `↳ ${address}`, font: mono, tone: "ink-2" };
      continue;
    }
    const two = rowHeight >= 48 && address !== "";
    const room = gutter - 24 - (two ? 0 : measure(address, mono) + 8);
    const name = gutter < 150 ? words.shortActor(row.actor) : words.actor(row.actor);
    const text = fitName(name, SANS_BOLD, room, measure);
    yield { ...put, x: 14, y: two ? middle - 9 : middle, text, font: SANS_BOLD, tone: "ink" };
    if (address === "") continue;
    const at = two
      ? { x: 14, y: middle + 10 }
      : { x: gutter - 10 - measure(address, mono), y: middle };
    yield { ...put, ...at, text: address, font: mono, tone: "ink-2" };
  }
  yield rect(0, 0, gutter - 1, AXIS - 1, "panel", 1);
}

/** The second line of a row: where its socket is, or the peer of an accepted connection. */
function rowAddress({ listener, local, peer }: Row): string {
  const shown = listener === null ? local : peer;
  return shown === null ? "" : portText(shown);
}
