import type { StageLayout, Wire } from "@sockscope/trace";
import type { Dictionary } from "../../../i18n/index.ts";
import type { MenuItem } from "../../../parts/overlays/menu.tsx";
import { getTrace, inspectStep, store } from "../../../store/index.ts";
import { nameOf } from "./names.ts";
import type { StageMenu } from "./stage-menu-type.ts";

/** The menu of a wire. Null: the layout has no such wire. */
export function wireMenu(id: number, layout: StageLayout, text: Dictionary): StageMenu | null {
  const wire = layout.wires.find((one) => one.id === id);
  if (wire === undefined) return null;
  const { menu } = text.stage;
  const ends = [wire.from.actor, wire.to.actor];
  return {
    label: ends.map((end) => nameOf(end, text)).join(" — "),
    items: [
      ...toHandshake(wire, text),
      {
        key: "follow",
        label: menu.followThis,
        act: () => followConversation(nameOf(wire.from.actor, text), nameOf(wire.to.actor, text)),
      },
      ...ends.map((end) => ({
        key: String(end),
        label: menu.explainEnd(nameOf(end, text)),
        act: () => store.getState().select({ kind: "actor", actor: end }),
      })),
    ],
  };
}

/** More wires of a card than this would make a menu that nobody reads. */
const MAX_WIRES = 4;

/** What a wire's own menu has beyond its card's: no key reaches the wire itself. */
export function wireItems(
  actor: number,
  socket: number | null,
  layout: StageLayout,
  text: Dictionary,
): readonly MenuItem[] {
  const isAt = (end: Wire["from"]) =>
    end.actor === actor && (socket === null || end.socket === socket);
  const { menu } = text.stage;
  const wires = layout.wires.filter(({ from, to }) => isAt(from) || isAt(to));
  return wires.slice(0, MAX_WIRES).flatMap((wire) => {
    const other = nameOf(isAt(wire.from) ? wire.to.actor : wire.from.actor, text);
    const [begin] = toHandshake(wire, text);
    // A server has one with each of its clients, and its own card stands for none of them.
    const ofMany = socket === null;
    return [
      ...(ofMany
        ? [
            {
              key: `follow ${wire.id}`,
              label: menu.follow(other),
              act: () => followConversation(nameOf(actor, text), other),
            },
          ]
        : []),
      ...(begin === undefined
        ? []
        : [
            {
              ...begin,
              key: `begin ${wire.id}`,
              label: ofMany ? menu.ofThing(other, menu.toHandshake) : menu.toHandshake,
            },
          ]),
    ];
  });
}

function toHandshake({ from, to }: Wire, text: Dictionary): readonly MenuItem[] {
  const first = getTrace().flights.find(
    (flight) => flight.from?.socket === from.socket && flight.to?.actor === to.actor,
  );
  const label = text.stage.menu.toHandshake;
  if (first === undefined) return [];
  return [{ key: "begin", label, act: () => inspectStep(first.startStep) }];
}

/** The timeline shows what these two say to one another, and nothing else. */
export function followConversation(one: string, other: string): void {
  store.getState().setFilter(`${one} -> ${other}`);
}
