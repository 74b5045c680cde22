import { bottom, right, type Size } from "../geometry/shapes.ts";
import { GROUP, LOW, SERVER, STAGE } from "../geometry/sizes.ts";
import type { Places } from "../places/places.ts";
import type { CardPlace, CardsInput } from "./card-place.ts";
import { placeFull, placeServers } from "./full-cards.ts";
import { type GroupPlace, placeGroups } from "./groups.ts";
import { placeLines } from "./line-cards.ts";

export interface Cards {
  readonly all: readonly CardPlace[];
  readonly groups: readonly GroupPlace[];
  /** What they need at least. */
  readonly needed: Size;
}

/** Whether the cards on the left are drawn as one line each. */
export const asLines = ({ left }: Places, fullCards: number = STAGE.fullCards): boolean =>
  left.length > fullCards;

/** All cards, for an area of `size`: what they need, and then where they stand in it. */
export interface Placing {
  readonly needed: Size;
  readonly cards: () => Cards;
}

/** They may need more than `size`. */
export function placeCards(input: CardsInput, size: Size): Placing {
  const { views } = input;
  const { left, right: servers, groups: folded } = input.places;
  const lines = asLines(input.places, input.fullCards);
  const low = input.form?.low === true;
  const margin = low ? LOW.margin : STAGE.margin;
  const top = margin + (low ? 0 : Math.min(16, Math.max(0, (size.height - 330) * 0.2)));
  const serverCards = placeServers(servers, input, top, size.height - margin);
  const serversWidth = Math.max(SERVER.width, ...serverCards.map(({ rect }) => right(rect)));
  const block = lines
    ? placeLines(left, views, top, size, servers.length > 0)
    : placeFull(left, input, top, size.height);
  const room = servers.length > 0 ? STAGE.wireRoom + serversWidth : 0;
  const under = Math.max(top, ...block.cards.map(({ rect }) => bottom(rect) + GROUP.gap));
  const groups = placeGroups(folded, views, under, {
    width: size.width - 2 * STAGE.margin - room,
    height: size.height - under - STAGE.margin,
  });
  const width = Math.max(block.width, ...groups.map(({ rect }) => rect.width));
  const needed = {
    width: 2 * STAGE.margin + width + (width > 0 ? room : serversWidth),
    height:
      Math.max(0, ...[...block.cards, ...groups, ...serverCards].map(({ rect }) => bottom(rect))) +
      margin,
  };
  const cards = (): Cards => {
    const cardsWidth = Math.max(needed.width, Math.min(size.width, STAGE.widest));
    const edge = Math.max(0, (Math.max(size.width, cardsWidth) - cardsWidth) / 2);
    const from = edge + STAGE.margin;
    const to = edge + cardsWidth - STAGE.margin - serversWidth;
    // All right edges of the left side are one line: no wire has to pass another card there.
    return {
      all: [...shifted(block.cards, from + width - block.width), ...shifted(serverCards, to)],
      groups: groups.flatMap((group) => shifted([group], from + width - right(group.rect))),
      needed,
    };
  };
  return { needed, cards };
}

const shifted = <C extends CardPlace | GroupPlace>(cards: readonly C[], by: number) =>
  cards.map((card) => ({ ...card, rect: { ...card.rect, x: card.rect.x + by } }));
