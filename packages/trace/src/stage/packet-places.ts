import type { Flight, PacketView } from "../types/flight.ts";
import { type Lane, laneOf } from "./geometry/lane.ts";
import { clamp, intersect, type Point, type Rect } from "./geometry/shapes.ts";
import { PACKET } from "./geometry/sizes.ts";
import type { StageLayout } from "./layout.ts";
import type { Route } from "./routes/routes.ts";

/** Long: with a piece of the payload. Short: its size only. */
export type PacketForm = "long" | "short";

export interface PacketPlace {
  readonly flight: Flight;
  readonly form: PacketForm;
  /** Its middle, and its size. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly opacity: number;
  readonly waiting: boolean;
  /** Packets behind this one for which there is no room. */
  readonly more: number;
}

export interface PacketSizes {
  /** Width in px of a packet's text in this form, with the number of those behind it. */
  width(flight: Flight, form: PacketForm, more: number): number;
}

/** The part of its flight in which a packet turns aside to wait. */
const ASIDE_FROM = 0.8;
/** How much of a wire those that wait may take up. */
const WAITING_ROOM = 0.45;

interface Travelling {
  readonly packet: PacketView;
  readonly route: Route;
  /** Whether it runs along the path or against it. */
  readonly along: boolean;
}

/**
 * Where all packets are drawn. Those in flight run on the wire; those that wait stand beside it at
 * their receiver, one behind another, so that later ones and answers pass them by.
 */
export function placePackets(
  layout: StageLayout,
  packets: readonly PacketView[],
  sizes: PacketSizes,
): readonly PacketPlace[] {
  const ways = new Map<string, Travelling[]>();
  for (const packet of packets) {
    const route = layout.routeOf(packet.flight);
    if (route === null) continue;
    const one = { packet, route, along: !route.against };
    const others = ways.get(route.key);
    if (others === undefined) ways.set(route.key, [one]);
    else others.push(one);
  }
  const small = layout.cards.some(({ form }) => form === "line");
  const shown = layout.cards.filter(({ view }) => view !== null);
  const cards = [...shown, ...layout.groups].map(({ rect }) => rect);
  return [...ways.values()].flatMap((all) => {
    const there = all.filter(({ along }) => along);
    const back = all.filter(({ along }) => !along);
    const bothWays = there.some(flying) && back.some(flying);
    return [there, back].flatMap((some) => placeOneWay(some, sizes, { small, bothWays, cards }));
  });
}

const flying = ({ packet }: Travelling): boolean => packet.progress < 1;

/** In the order in which they left; pieces of one send by their place in the stream. */
function inOrder(a: Travelling, b: Travelling): number {
  const [one, other] = [a.packet.flight, b.packet.flight];
  const offset = ({ cargo }: Flight) => (cargo.kind === "stream" ? cargo.offset : 0);
  return one.startStep - other.startStep || offset(one) - offset(other) || one.id - other.id;
}

/** Packets of one direction of one way. */
function placeOneWay(
  unordered: readonly Travelling[],
  sizes: PacketSizes,
  {
    small,
    bothWays,
    cards,
  }: { readonly small: boolean; readonly bothWays: boolean; readonly cards: readonly Rect[] },
): readonly PacketPlace[] {
  const all = [...unordered].sort(inOrder);
  const first = all[0];
  if (first === undefined) return [];
  const lane = laneOf(first.route.path, first.along);
  const high = small ? PACKET.small : PACKET.flying;
  const low = small ? PACKET.small : PACKET.waiting;
  const room = lane.length * WAITING_ROOM;
  const clear = (x: number, y: number, width: number) => {
    const box = { x: x - width / 2, y: y - low / 2, width, height: low };
    return !cards.some((card) => intersect(box, card));
  };
  const dockBy = (side: number) => lane.end.y + side * ((high + low) / 2 + 2);
  const minWidth = sizes.width(first.packet.flight, "short", 0);
  const nearest = lane.end.x - lane.toward * (PACKET.gap + minWidth / 2);
  // Beside the wire, on the other side if a card stands there.
  const sides = [lane.side, -lane.side].map(dockBy);
  const dockY = sides.find((y) => clear(nearest, y, minWidth)) ?? dockBy(lane.side);
  // Both directions at once keep to a lane each.
  const aside = bothWays ? lane.side * (high / 2 + 1) : 0;

  const longs = longOnes(all, lane, { high, sizes, cards });
  const placed: PacketPlace[] = [];
  const countIn = () => {
    const last = placed.at(-1);
    if (last !== undefined) placed[placed.length - 1] = { ...last, more: last.more + 1 };
  };
  let used = 0;
  let ahead: { readonly point: Point; readonly distance: number; readonly width: number } | null =
    null;
  for (const { packet } of all) {
    const { flight, progress } = packet;
    const waiting = progress >= 1;
    const form = longs.has(flight) ? "long" : "short";
    const width = sizes.width(flight, form, 0);
    // Its front edge ends where the queue does.
    const dock = (behind: number) => lane.end.x - lane.toward * (PACKET.gap + behind + width / 2);
    // What would lie over a card is not shown: the receiver's own card tells what waits.
    const full = (used > 0 && used + width > room) || !clear(dock(used), dockY, width);
    if (waiting && full) {
      countIn();
      continue;
    }
    const dockX = dock(full ? 0 : used);
    const drawn = { flight, form, width, opacity: opacityOf(packet), more: 0 } as const;
    if (waiting) {
      placed.push({ ...drawn, x: dockX, y: dockY, height: low, waiting });
      used += width + PACKET.gap;
      continue;
    }
    const end = lane.clearOf(lane.end, Math.abs(dockX - lane.end.x), lane.length);
    const start = Math.min(width / 2, end);
    const wanted = start + (end - start) * progress;
    const distance: number =
      ahead === null
        ? wanted
        : lane.clearOf(
            ahead.point,
            (ahead.width + width) / 2 + PACKET.gap,
            Math.min(wanted, ahead.distance),
          );
    if (ahead !== null && distance < start) {
      countIn();
      continue;
    }
    const point = lane.at(distance);
    ahead = { point, distance, width };
    const landing = willWait(flight) ? smooth((progress - ASIDE_FROM) / (1 - ASIDE_FROM)) : 0;
    // Where nothing more can be seen to wait, it fades into the number of those that do.
    const turn = full ? 0 : landing;
    const y = point.y + aside;
    placed.push({
      ...drawn,
      opacity: full ? 1 - landing : drawn.opacity,
      x: point.x,
      y: y + (dockY - y) * turn,
      height: high,
      waiting,
    });
  }
  return placed.map((one) => {
    if (one.more === 0) return one;
    // It grows backwards, where the others would be.
    const width = sizes.width(one.flight, one.form, one.more);
    const x = one.x - (lane.toward * (width - one.width)) / 2;
    return one.waiting && !clear(x, one.y, width) ? one : { ...one, width, x };
  });
}

/** Between places at which a long packet is tried on its way, in px. */
const TRIED = 12;
/** So much of a packet may touch its sender's card when it leaves, in px: its way may bend. */
const LEAVING = 6;

/**
 * Which packets in flight show a piece of their payload: those for which the way is long enough
 * beside all others on it, and that come past no card.
 */
function longOnes(
  all: readonly Travelling[],
  lane: Lane,
  room: {
    readonly high: number;
    readonly sizes: PacketSizes;
    readonly cards: readonly Rect[];
  },
): ReadonlySet<Flight> {
  const { high, sizes, cards } = room;
  const flights = all.filter(flying).map(({ packet }) => packet.flight);
  const short = (flight: Flight) => sizes.width(flight, "short", 0);
  let needed = flights.reduce((sum, flight) => sum + short(flight) + PACKET.gap, 0);
  const longs = new Set<Flight>();
  for (const flight of flights) {
    const width = sizes.width(flight, "long", 0);
    const more = width - short(flight);
    if (needed + more + 16 > lane.length || !passes(lane, width, high, cards)) continue;
    needed += more;
    longs.add(flight);
  }
  return longs;
}

/** Whether something of this size comes along a way without lying over a card. */
function passes(lane: Lane, width: number, height: number, cards: readonly Rect[]): boolean {
  for (let at = width / 2; at <= lane.length - width / 2; at += TRIED) {
    const { x, y } = lane.at(at);
    const box = {
      ...{ x: x - width / 2 + LEAVING, y: y - height / 2, width: width - 2 * LEAVING, height },
    };
    if (cards.some((card) => intersect(box, card))) return false;
  }
  return true;
}

/** Whether it stands at its receiver for a while. One may wait and be lost when that closes. */
const willWait = ({ cargo, startStep, lostStep }: Flight): boolean =>
  cargo.kind !== "segment" && (lostStep === null || lostStep > startStep + 1);

const smooth = (t: number): number => {
  const fraction = clamp(t, 0, 1);
  return fraction * fraction * (3 - 2 * fraction);
};

/** Taken packets fade as their receiver takes them, lost ones as they fly. */
function opacityOf({ flight, progress, consumed }: PacketView): number {
  if (!willWait(flight) && flight.lostStep !== null) return 1 - smooth(progress * 1.6 - 0.6);
  return progress < 1 ? 1 : 1 - smooth(consumed);
}
