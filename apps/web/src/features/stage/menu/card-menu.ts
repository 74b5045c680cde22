import { type ActorView, cardKey, groupKeyOf, type StageLayout } from "@sockscope/trace";
import { actorName, type Dictionary } from "../../../i18n/index.ts";
import type { MenuItem } from "../../../parts/overlays/menu.tsx";
import { mayAct, playhead, store } from "../../../store/index.ts";
import { mainSocket } from "../state/card-state.ts";
import { gateItems } from "./gate-items.ts";
import { handItems } from "./hand-items.ts";
import { nameOf, nameOfGroup } from "./names.ts";
import { packetItemsOf } from "./packet-items.ts";
import { sendCommand } from "./send-command.ts";
import type { StageMenu } from "./stage-menu-type.ts";
import { followConversation, wireItems } from "./wire-items.ts";

/** The menu of a card, or of one of its sockets. Null: the layout has no such card. */
export function cardMenu(
  id: number,
  layout: StageLayout,
  text: Dictionary,
  socket: number | null = null,
): StageMenu | null {
  const view = viewOf(id, layout);
  if (view === null) return null;
  const { menu } = text.stage;
  const { actor, ended } = view;
  const name = actorName(text, actor);
  const key = cardKey(id);
  const { select, move, moved, fold } = store.getState();
  const may = mayAct(store.getState());
  const main = mainSocket(view)?.id ?? null;
  const connection = peerOf(id, socket ?? main, layout);
  const items: (MenuItem | false)[] = [
    { key: "explain", label: menu.explain, act: () => select({ kind: "actor", actor: id }) },
    connection !== null && {
      key: "other",
      label: menu.otherEnd(nameOf(connection, text)),
      act: () => select({ kind: "actor", actor: connection }),
    },
    connection !== null && {
      key: "follow",
      label: menu.follow(nameOf(connection, text)),
      act: () => followConversation(name, nameOf(connection, text)),
    },
    ...wireItems(id, socket ?? (connection === null ? null : main), layout, text),
    { key: "first", label: menu.toFirst, act: () => playhead.seek(actor.addedStep + 1) },
    ...(may && ended === null ? handItems(view, text) : []),
    ...(may && ended === null && actor.role !== "outsider" ? gateItems(view, text) : []),
    moved[key] !== undefined && { key: "back", label: menu.putBack, act: () => move(key, null) },
    layout.cards.filter(
      ({ view: one }) => one !== null && groupKeyOf(one.actor) === groupKeyOf(actor),
    ).length > 1 &&
      actor.role !== "server" && {
        key: "fold",
        label: text.stage.fold(nameOfGroup(actor, text)),
        act: () => fold(groupKeyOf(actor), true),
      },
    ...packetItemsOf(id, text),
    may &&
      ended === null &&
      actor.role !== "outsider" && {
        key: "stop",
        heading: menu.end,
        label: text.stage.stop(name),
        act: () => void sendCommand({ do: "stop", actor: id }),
      },
    may && {
      key: "remove",
      label: text.stage.remove(name),
      act: () => void sendCommand({ do: "remove", actor: id }),
    },
  ];
  return { label: name, items: items.filter((item) => item !== false) };
}

function viewOf(id: number, { cards, groups }: StageLayout): ActorView | null {
  const card = cards.find(({ actor }) => actor === id);
  if (card !== undefined) return card.view;
  for (const { members } of groups) {
    const member = members.find(({ actor }) => actor === id);
    if (member !== undefined) return member.view;
  }
  return null;
}

/** Who is at the other end of a socket. */
function peerOf(actor: number, socket: number | null, layout: StageLayout): number | null {
  const found = viewOf(actor, layout)?.sockets.find(({ id }) => id === socket);
  return found?.other?.actor ?? null;
}
