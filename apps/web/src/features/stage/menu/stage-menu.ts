import { programInfo } from "@sockscope/programs/ids";
import type { HandCall } from "@sockscope/protocol";
import {
  type Actor,
  type ActorView,
  cardKey,
  type Flight,
  type GroupPlace,
  groupKeyOf,
  groupNumber,
  type StageLayout,
  type Wire,
} from "@sockscope/trace";
import { actorName, type Dictionary, groupName, previewText } from "../../../i18n/index.ts";
import type { MenuItem } from "../../../parts/overlays/menu.tsx";
import {
  clock,
  getTrace,
  inspectStep,
  mayAct,
  playhead,
  run,
  store,
  targetOf,
  usualTarget,
} from "../../../store/index.ts";
import { mainSocket } from "../state/card-state.ts";
import { gateItems, gateItemsOf } from "./gate-items.ts";

export interface StageMenu {
  readonly label: string;
  readonly items: readonly MenuItem[];
}

async function ask(command: Parameters<typeof run>[0]): Promise<void> {
  const result = await run(command);
  if (!result.ok) store.getState().notify(result.problem);
}

/** What can be done with the thing that an element of the stage stands for; null: nothing. */
export function menuOf(target: Element, layout: StageLayout, text: Dictionary): StageMenu | null {
  const idOf = (name: string): number | null => {
    const found = target.closest<HTMLElement | SVGElement>(`[data-${name}]`)?.dataset[name];
    return found === undefined ? null : Number(found);
  };
  const flight = idOf("flight");
  if (flight !== null) return packetMenu(flight, text);
  const member = idOf("member");
  if (member !== null) return cardMenu(member, layout, text);
  const wire = idOf("wire");
  if (wire !== null) return wireMenu(wire, layout, text);
  const socket = idOf("socket");
  const actor = idOf("actor");
  if (actor !== null) return cardMenu(actor, layout, text, socket);
  const key = target.closest<HTMLElement>("[data-group]")?.dataset["group"];
  const group = layout.groups.find((one) => one.key === key);
  if (group === undefined) return null;
  return {
    label: nameOfGroup(group.like, text),
    items: [
      {
        key: "unfold",
        label: text.stage.unfold,
        act: () => store.getState().fold(group.key, false),
      },
      ...(mayAct(store.getState())
        ? [
            ...gateItemsOf(
              group.members.map(({ actor }) => actor),
              text.conditions.ofCard.allRun,
              text,
            ),
            {
              key: "remove",
              heading: text.stage.menu.end,
              label: text.stage.menu.removeAll(group.members.length),
              act: () => removeAll(group),
            },
          ]
        : []),
    ],
  };
}

const nameOfGroup = (like: Actor, text: Dictionary): string =>
  groupName(text, like, groupNumber(getTrace().actors, like));

/** Who was started together is taken away together, in one command. */
function removeAll({ like, members }: GroupPlace): void {
  if (like.group !== null) return void ask({ do: "remove", group: like.group });
  for (const { actor } of members) void ask({ do: "remove", actor });
}

function cardMenu(
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
    ...packetsOf(id, text),
    may &&
      ended === null &&
      actor.role !== "outsider" && {
        key: "stop",
        heading: menu.end,
        label: text.stage.stop(name),
        act: () => void ask({ do: "stop", actor: id }),
      },
    may && {
      key: "remove",
      label: text.stage.remove(name),
      act: () => void ask({ do: "remove", actor: id }),
    },
  ];
  return { label: name, items: items.filter((item) => item !== false) };
}

/** The calls that a client driven by hand can make in its state. */
function handItems(view: ActorView, text: Dictionary): readonly MenuItem[] {
  const { actor, open } = view;
  const info = actor.program === null ? undefined : programInfo(actor.program);
  const talks = actor.role === "server" && actor.type === "SOCK_STREAM";
  // A server is driven in its conversation, once it has accepted one.
  const socket = talks ? (view.sockets.find(({ accepted }) => accepted) ?? null) : mainSocket(view);
  if (info?.byHand !== true || socket === null || open.length > 0) return [];
  const live = getTrace().stageAt(getTrace().steps.length);
  const target = targetOf(actor.id) ?? usualTarget(live, actor.type, info.port);
  const sample = text.hand.sample;
  const udp = actor.type === "SOCK_DGRAM";
  const calls: readonly HandCall[] = udp
    ? [
        { verb: "sendto", text: sample, ...target },
        ...(socket.local === null ? [] : [{ verb: "recvfrom", size: 1024 } as const]),
        { verb: "close" },
      ]
    : socket.peer === null || socket.phase === "unbound"
      ? [{ verb: "connect", ...target }, { verb: "close" }]
      : [
          { verb: "send", text: sample },
          { verb: "recv", size: 1024 },
          { verb: "shutdown", how: "SHUT_WR" },
          { verb: "close" },
        ];
  if (socket.phase === "closed") return [];
  return calls.map((call) => ({
    key: call.verb,
    label: text.stage.menu.call(handText(call)),
    act: () => {
      playhead.live();
      void ask({ do: "hand", actor: actor.id, call });
    },
  }));
}

function handText(call: HandCall): string {
  switch (call.verb) {
    case "connect":
      return `connect(${call.host}:${call.port})`;
    case "send":
      return `send("${call.text}")`;
    case "sendto":
      return `sendto("${call.text}", ${call.host}:${call.port})`;
    case "recv":
    case "recvfrom":
      return `${call.verb}(${call.size})`;
    case "shutdown":
      return `shutdown(${call.how})`;
    case "settimeout":
      return `settimeout(${call.seconds})`;
    case "close":
      return "close()";
    default:
      return call satisfies never;
  }
}

function wireMenu(id: number, layout: StageLayout, text: Dictionary): StageMenu | null {
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
const MOST_WIRES = 4;

/** What a wire's own menu has beyond its card's: no key reaches the wire itself. */
function wireItems(
  actor: number,
  socket: number | null,
  layout: StageLayout,
  text: Dictionary,
): readonly MenuItem[] {
  const isAt = (end: Wire["from"]) =>
    end.actor === actor && (socket === null || end.socket === socket);
  const { menu } = text.stage;
  const wires = layout.wires.filter(({ from, to }) => isAt(from) || isAt(to));
  return wires.slice(0, MOST_WIRES).flatMap((wire) => {
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
function followConversation(one: string, other: string): void {
  store.getState().setFilter(`${one} -> ${other}`);
}

function packetMenu(id: number, text: Dictionary): StageMenu | null {
  const flight = getTrace().flights.get(id);
  if (flight === undefined) return null;
  return { label: nameOfPacket(flight, text), items: packetItems(flight, text) };
}

function nameOfPacket({ cargo }: Flight, text: Dictionary): string {
  if (cargo.kind === "segment") return cargo.flags;
  const preview = previewText(cargo.kept);
  const bytes = text.stage.menu.bytes(cargo.length);
  return preview === "" ? bytes : `${bytes} “${preview}”`;
}

type WordedItem = MenuItem & { readonly label: string };

function packetItems(flight: Flight, text: Dictionary): readonly WordedItem[] {
  const { menu } = text.stage;
  const { sent, taken, startStep, endStep } = flight;
  const { select } = store.getState();
  const items: (WordedItem | false)[] = [
    { key: "left", label: menu.whereItLeft, act: () => inspectStep(startStep) },
    endStep !== null &&
      taken !== null && {
        key: "came",
        label: menu.whereTaken,
        act: () => inspectStep(endStep),
      },
    sent !== null && {
      key: "send",
      label: menu.explainSend,
      act: () => select({ kind: "call", call: sent }),
    },
    taken !== null && {
      key: "recv",
      label: menu.explainRecv,
      act: () => select({ kind: "call", call: taken }),
    },
  ];
  return items.filter((item) => item !== false);
}

/** More packets of a card than this would make a menu that nobody reads. */
const MOST_PACKETS = 3;

/** What can be done with the packets on a card's wires: no key reaches them themselves. */
function packetsOf(actor: number, text: Dictionary): readonly MenuItem[] {
  const { menu } = text.stage;
  return getTrace()
    .packetsAt(clock.position())
    .map(({ flight }) => flight)
    .filter(({ from, to }) => from?.actor === actor || to?.actor === actor)
    .slice(-MOST_PACKETS)
    .flatMap((flight, nth) =>
      packetItems(flight, text).map((item, place) => ({
        key: `${item.key} ${flight.id}`,
        label: menu.ofThing(nameOfPacket(flight, text), item.label),
        act: item.act,
        ...(nth === 0 && place === 0 ? { heading: menu.onTheWire } : {}),
      })),
    );
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

function nameOf(id: number, text: Dictionary): string {
  const actor = getTrace().actor(id);
  return actor === undefined ? "" : actorName(text, actor);
}
