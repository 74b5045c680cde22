import type { Flight } from "@sockscope/trace";
import { type Dictionary, previewText } from "../../../i18n/index.ts";
import type { MenuItem } from "../../../parts/overlays/menu.tsx";
import { clock, getTrace, inspectStep, store } from "../../../store/index.ts";
import type { StageMenu } from "./stage-menu-type.ts";

/** The menu of a packet by the id of its flight. Null: there is no such flight. */
export function packetMenu(id: number, text: Dictionary): StageMenu | null {
  const flight = getTrace().flights.get(id);
  if (flight === undefined) return null;
  return { label: nameOfPacket(flight, text), items: packetItems(flight, text) };
}

function nameOfPacket({ cargo }: Flight, text: Dictionary): string {
  if (cargo.kind === "segment") return cargo.flags;
  const preview = previewText(cargo.prefix);
  const bytes = text.stage.menu.bytes(cargo.length);
  return preview === "" ? bytes : `${bytes} “${preview}”`;
}

type WordedItem = MenuItem & { readonly label: string };

function packetItems(flight: Flight, text: Dictionary): readonly WordedItem[] {
  const { menu } = text.stage;
  const { sentBy, consumedBy, startStep, endStep } = flight;
  const { select } = store.getState();
  const items: (WordedItem | false)[] = [
    { key: "left", label: menu.whereItLeft, act: () => inspectStep(startStep) },
    endStep !== null &&
      consumedBy !== null && {
        key: "came",
        label: menu.whereConsumed,
        act: () => inspectStep(endStep),
      },
    sentBy !== null && {
      key: "send",
      label: menu.explainSend,
      act: () => select({ kind: "call", call: sentBy }),
    },
    consumedBy !== null && {
      key: "recv",
      label: menu.explainRecv,
      act: () => select({ kind: "call", call: consumedBy }),
    },
  ];
  return items.filter((item) => item !== false);
}

/** More packets of a card than this would make a menu that nobody reads. */
const MAX_PACKETS = 3;

/** What can be done with the packets on a card's wires: no key reaches them themselves. */
export function packetItemsOf(actor: number, text: Dictionary): readonly MenuItem[] {
  const { menu } = text.stage;
  return getTrace()
    .packetsAt(clock.position())
    .map(({ flight }) => flight)
    .filter(({ from, to }) => from?.actor === actor || to?.actor === actor)
    .slice(-MAX_PACKETS)
    .flatMap((flight, nth) =>
      packetItems(flight, text).map((item, place) => ({
        key: `${item.key} ${flight.id}`,
        label: menu.ofThing(nameOfPacket(flight, text), item.label),
        act: item.act,
        ...(nth === 0 && place === 0 ? { heading: menu.onTheWire } : {}),
      })),
    );
}
