import type { CardPlace, CardsInput } from "./card-place.ts";
import { placeFull, placeServers } from "./full-cards.ts";
import { placeLines } from "./line-cards.ts";
import type { Places } from "./places.ts";
import { bottom, type Size } from "./shapes.ts";
import { SERVER, STAGE } from "./sizes.ts";

export interface Cards {
  readonly all: readonly CardPlace[];
  /** What they need at least. */
  readonly needed: Size;
}

/** Whether the cards on the left are drawn as one line each. */
export const asLines = ({ left }: Places): boolean => left.length > STAGE.fullCards;

/** All cards in an area of `size`. They may need more than that. */
export function placeCards(input: CardsInput, size: Size): Cards {
  const views = new Map(input.view.actors.map((view) => [view.actor.id, view]));
  const { left, right: servers } = input.places;
  const lines = asLines(input.places);
  const top = STAGE.margin + Math.min(16, Math.max(0, (size.height - 330) * 0.2));
  const serverCards = placeServers(servers, views, input.index, top);
  const block = lines
    ? placeLines(left, views, top, size, servers.length > 0)
    : placeFull(left, views, input, top, size.height);
  const room = servers.length > 0 ? STAGE.wireRoom + SERVER.width : 0;
  const needed = {
    width: 2 * STAGE.margin + block.width + (block.width > 0 ? room : SERVER.width),
    height:
      Math.max(0, ...[...block.cards, ...serverCards].map(({ rect }) => bottom(rect))) +
      STAGE.margin,
  };
  const across = Math.max(needed.width, Math.min(size.width, STAGE.widest));
  const edge = Math.max(0, (Math.max(size.width, across) - across) / 2);
  const from = edge + STAGE.margin;
  const to = edge + across - STAGE.margin - SERVER.width;
  const shifted = (cards: readonly CardPlace[], by: number) =>
    cards.map((card) => ({ ...card, rect: { ...card.rect, x: card.rect.x + by } }));
  return { all: [...shifted(block.cards, from), ...shifted(serverCards, to)], needed };
}
