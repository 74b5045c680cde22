import type { End } from "../../types/flight.ts";
import type { CardPlace } from "../cards/card-place.ts";
import type { GroupPlace } from "../cards/groups.ts";
import type { Slot } from "../cards/server-card.ts";
import { middle, type Point, type Rect, right } from "../geometry/shapes.ts";
import { CLIENT, SERVER } from "../geometry/sizes.ts";

/** A card or a group, as far as wires care. */
export interface WireCard {
  /** A name that nobody else on the stage has. */
  readonly key: string;
  readonly side: CardPlace["side"];
  readonly form: CardPlace["form"] | "group";
  readonly column: number;
  readonly rect: Rect;
}

/** Where wires reach a card. */
export interface Anchor {
  readonly card: WireCard;
  readonly point: Point;
}

/** Between the wires of sockets of one card that has no rows for them. */
const APART = 16;

/** Finds the place on the stage for an end of a wire or of a packet. */
export class Anchors {
  private readonly bySocket = new Map<number, Anchor>();
  private readonly byActor = new Map<number, Anchor>();
  /** Where bundles end: in the middle of a server's conversations. */
  private readonly bundled = new Map<string, Point>();

  constructor(cards: readonly CardPlace[], groups: readonly GroupPlace[]) {
    for (const card of cards) this.add(card);
    for (const group of groups) this.addGroup(group);
  }

  /** Null if nothing of that end is on the stage now. A socket that is gone has its card's place. */
  of(end: End): Anchor | null {
    const socket = end.socket === null ? undefined : this.bySocket.get(end.socket);
    return socket ?? this.byActor.get(end.actor) ?? null;
  }

  /** The same end for a way that many share. */
  ofBundle({ card, point }: Anchor): Anchor {
    return { card, point: this.bundled.get(card.key) ?? point };
  }

  private addGroup(group: GroupPlace): void {
    const { key, rect, members } = group;
    const card: WireCard = { key: `group ${key}`, side: "left", form: "group", column: 0, rect };
    const anchor = { card, point: { x: right(rect), y: middle(rect) } };
    for (const { actor, view } of members) {
      // One that stands beside its group has wires of its own.
      if (view !== null && !this.byActor.has(actor)) this.byActor.set(actor, anchor);
    }
  }

  private add(place: CardPlace): void {
    const { rect, inside, side, form, column, view } = place;
    if (view === null) return;
    const card: WireCard = { key: `actor ${place.actor}`, side, form, column, rect };
    const x = side === "left" ? right(rect) : rect.x;
    const y =
      form === "line" ? middle(rect) : rect.y + (inside === null ? CLIENT.portAt : SERVER.portAt);
    this.byActor.set(place.actor, { card, point: { x, y } });
    const set = (socket: number, at: number) =>
      this.bySocket.set(socket, { card, point: { x, y: at } });
    if (inside !== null) {
      const slots = [
        ...inside.rows,
        ...(inside.rest === null ? [] : [inside.rest]),
        inside.waiting,
      ];
      for (const slot of slots) spread(slot, rect, set);
      const low = rect.y + inside.waiting.rect.y - SERVER.gap;
      this.bundled.set(card.key, { x, y: (rect.y + SERVER.head + low) / 2 });
    }
    const own = view.sockets.filter(
      ({ id, phase }) => phase !== "closed" && !this.bySocket.has(id),
    );
    const apart = form === "line" || inside !== null ? 0 : APART;
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
