import type { End } from "../types.ts";
import type { CardPlace } from "./card-place.ts";
import type { Slot } from "./server-card.ts";
import { middle, type Point, type Rect, right } from "./shapes.ts";
import { CLIENT, SERVER } from "./sizes.ts";

/** Where wires reach a card. */
export interface Anchor {
  readonly card: CardPlace;
  readonly point: Point;
}

/** Between the wires of sockets of one card that has no rows for them. */
const APART = 16;

/** Finds the place on the stage for an end of a wire or of a packet. */
export class Anchors {
  private readonly bySocket = new Map<number, Anchor>();
  private readonly byActor = new Map<number, Anchor>();

  constructor(cards: readonly CardPlace[]) {
    for (const card of cards) this.add(card);
  }

  /** Null if nothing of that end is on the stage now. A socket that is gone has its card's place. */
  of(end: End): Anchor | null {
    const socket = end.socket === null ? undefined : this.bySocket.get(end.socket);
    return socket ?? this.byActor.get(end.actor) ?? null;
  }

  private add(card: CardPlace): void {
    if (card.view === null) return;
    const { rect, inside } = card;
    const x = card.side === "left" ? right(rect) : rect.x;
    const y =
      card.form === "line"
        ? middle(rect)
        : rect.y + (inside === null ? CLIENT.portAt : SERVER.portAt);
    this.byActor.set(card.actor, { card, point: { x, y } });
    const set = (socket: number, at: number) =>
      this.bySocket.set(socket, { card, point: { x, y: at } });
    if (inside !== null) {
      const slots = [
        ...inside.rows,
        ...(inside.rest === null ? [] : [inside.rest]),
        inside.waiting,
      ];
      for (const slot of slots) spread(slot, rect, set);
    }
    const own = card.view.sockets.filter(
      ({ id, phase }) => phase !== "closed" && !this.bySocket.has(id),
    );
    const apart = card.form === "line" || inside !== null ? 0 : APART;
    own.forEach(({ id }, i) => set(id, y + (i - (own.length - 1) / 2) * apart));
  }
}

/** Several sockets of one slot share its height. */
function spread(slot: Slot, card: Rect, set: (socket: number, y: number) => void): void {
  const { y, height } = slot.rect;
  slot.sockets.forEach((socket, i) =>
    set(socket, card.y + y + (height * (i + 1)) / (slot.sockets.length + 1)),
  );
}
