import { right, type Size } from "../geometry/shapes.ts";
import { LINE, SERVER, STAGE } from "../geometry/sizes.ts";
import type { Place } from "../places/places.ts";
import type { Block, CardPlace, Views } from "./card-place.ts";

/** Lines in staggered columns: the wire of one passes between two of the next column. */
export function placeLines(
  places: readonly Place[],
  views: Views,
  top: number,
  size: Size,
  servers: boolean,
): Block {
  const pitch = LINE.height + LINE.gap;
  const count = Math.max(...places.map(({ place }) => place)) + 1;
  const rows = Math.max(1, Math.floor((size.height - top - STAGE.margin + LINE.gap) / pitch - 0.5));
  const room = size.width - 2 * STAGE.margin - (servers ? STAGE.wireRoom + SERVER.width : 0);
  const maxColumns = Math.max(1, Math.floor((room + LINE.gutter) / (LINE.width + LINE.gutter)));
  const columns = Math.min(maxColumns, Math.ceil(count / rows));
  const cards = places.map(({ actor, place }): CardPlace => {
    const column = place % columns;
    const rect = {
      x: column * (LINE.width + LINE.gutter),
      y: top + Math.floor(place / columns) * pitch + (column % 2) * (pitch / 2),
      width: LINE.width,
      height: LINE.height,
    };
    const view = views.get(actor.id) ?? null;
    return {
      actor: actor.id,
      view,
      side: "left",
      form: "line",
      column,
      rect,
      inside: null,
      open: false,
    };
  });
  return { cards, width: Math.max(...cards.map(({ rect }) => right(rect))) };
}
