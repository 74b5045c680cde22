import { CLIENT, LOW, rowForm, SERVER, STAGE, WHOLE } from "../geometry/sizes.ts";
import type { Place } from "../places/places.ts";
import type { Block, CardPlace, CardsInput } from "./card-place.ts";
import { isEmptied, serverInside } from "./server-card.ts";

/** The servers below one another, from the left edge of their own; beyond `most` beside them. */
export function placeServers(
  places: readonly Place[],
  { views, index, form = WHOLE, columns = 1, insides = new Map() }: CardsInput,
  top: number,
  maxHeight: number,
): readonly CardPlace[] {
  let y = top;
  let column = 0;
  return places.map(({ actor }) => {
    const view = views.get(actor.id) ?? null;
    const tcp = actor.role === "server" && actor.type === "SOCK_STREAM" && !isEmptied(view);
    const inside = tcp
      ? (insides.get(actor.id) ?? serverInside(actor.id, view, index, form))
      : null;
    if (inside !== null) insides.set(actor.id, inside);
    const height = inside?.height ?? CLIENT.height;
    if (y > top && y + height > maxHeight && column + 1 < columns) {
      column++;
      y = top;
    }
    const gutter = columns > 2 ? LOW.narrow : LOW.gutter;
    const rect = { x: column * (SERVER.width + gutter), y, width: SERVER.width, height };
    y += height + STAGE.cardGap;
    return {
      actor: actor.id,
      view,
      side: "right",
      form: "full",
      column: 0,
      rect,
      inside,
      open: false,
    };
  });
}

/** One column of whole cards, somewhat lower than the servers so that the first wire is straight. */
export function placeFull(
  places: readonly Place[],
  { views, byHand, open, controlsHeight }: CardsInput,
  top: number,
  height: number,
): Block {
  const isOpen = ({ actor }: Place) => byHand(actor.id) && open.has(actor.id);
  const heightOf = (place: Place) =>
    (byHand(place.actor.id) ? CLIENT.handHeight : CLIENT.height) +
    (isOpen(place) ? controlsHeight : 0);
  const width = places.some(isOpen) ? CLIENT.openWidth : CLIENT.width;
  const last = Math.max(-1, ...places.map(({ place }) => place));
  const heights = Array.from({ length: last + 1 }, (_, at) => {
    const occupant = places.find(({ place }) => place === at);
    return occupant === undefined ? CLIENT.height : heightOf(occupant);
  });
  const total = heights.reduce((sum, one) => sum + one + STAGE.cardGap, -STAGE.cardGap);
  const lowest = SERVER.head + rowForm(1).height / 2 - CLIENT.portAt;
  let y = top + Math.max(0, Math.min(lowest, height - top - STAGE.margin - total));
  const tops = heights.map((one) => {
    const at = y;
    y += one + STAGE.cardGap;
    return at;
  });
  const cards = places.map((place): CardPlace => {
    const { actor } = place;
    const rect = { x: 0, y: tops[place.place] ?? top, width, height: heightOf(place) };
    const view = views.get(actor.id) ?? null;
    const opened = isOpen(place);
    return {
      actor: actor.id,
      view,
      side: "left",
      form: "full",
      column: 0,
      rect,
      inside: null,
      open: opened,
    };
  });
  return { cards, width: places.length === 0 ? 0 : width };
}
