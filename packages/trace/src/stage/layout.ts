import type { End, Flight } from "../types/flight.ts";
import type { StageView } from "../types/stage.ts";
import { arrange, type Moved } from "./cards/arrange.ts";
import type { CardPlace, CardsInput } from "./cards/card-place.ts";
import { type Cards, type Placing, placeCards } from "./cards/cards.ts";
import type { GroupPlace } from "./cards/groups.ts";
import type { ServerInside } from "./cards/server-card.ts";
import { bottom, right, type Size } from "./geometry/shapes.ts";
import { STAGE, WHOLE } from "./geometry/sizes.ts";
import type { Places } from "./places/places.ts";
import type { StageIndex } from "./places/stage-index.ts";
import { type Route, type RouteMemory, Routes } from "./routes/routes.ts";
import { type Bundle, type Wire, wiresOf } from "./routes/wires.ts";

export interface LayoutInput {
  readonly view: StageView;
  readonly places: Places;
  readonly index: StageIndex;
  /** The room on the screen. */
  readonly size: Size;
  /** Hand clients that are still running. */
  readonly byHand: (actor: number) => boolean;
  /** The one whose controls are open when there is no room for all; null: none. */
  readonly openHand: number | null;
  /** How high the controls of a hand client are. */
  readonly controlsHeight: number;
  /** Cards that a person has put somewhere else; none if not given. */
  readonly moved?: Moved;
  /** With more cards than this on the left they are drawn as lines; 3 if not given. */
  readonly fullCards?: number;
  /** Below this scale the content rather needs more room than there is; 0.7 if not given. */
  readonly smallestScale?: number;
  /** 1 if not given: nothing is drawn larger just because there is room. */
  readonly largestScale?: number;
  /** Given again and again, it spares looking for the same ways. */
  readonly memory?: RouteMemory;
}

export interface StageLayout {
  /** All places below are before scaling. */
  readonly scale: number;
  /** In how many columns the servers stand. */
  readonly columns: number;
  /** Of the content before scaling: larger than the room if it has to be scrolled. */
  readonly size: Size;
  readonly cards: readonly CardPlace[];
  readonly groups: readonly GroupPlace[];
  readonly wires: readonly Wire[];
  readonly bundles: readonly Bundle[];
  /** The way of a packet; null if it cannot be seen now. */
  routeOf(flight: Flight): Route | null;
}

/** Scales are tried in this order. */
const SCALES = [1.4, 1.3, 1.2, 1.1, 1, 0.95, 0.9, 0.85, 0.8, 0.75, STAGE.smallestScale];
/** Controls of all hand clients are open if that needs no smaller scale. */
const ALL_OPEN_SCALE = 0.9;

/** Where everything stands at one instant. */
export function stageLayout(input: LayoutInput): StageLayout {
  return layoutOf(input, fitting(input));
}

function layoutOf(input: LayoutInput, { cards: home, scale, columns }: Fitting): StageLayout {
  const moved = input.moved ?? {};
  const room = {
    width: Math.max(home.needed.width, input.size.width / scale),
    height: Math.max(home.needed.height, input.size.height / scale),
  };
  const { cards, groups } = arrange(home.all, home.groups, moved, room);
  const rects = [...cards, ...groups].map(({ rect }) => rect);
  const size = {
    width: Math.max(room.width, ...farthest(rects.map(right))),
    height: Math.max(room.height, ...farthest(rects.map(bottom))),
  };
  const routes = new Routes(
    cards,
    groups,
    columns > 1 || Object.keys(moved).length > 0,
    input.memory,
  );
  const { wires, bundles } = wiresOf(input.view.actors, routes);
  // A card may not be put where it walls a wire in: the one moved last goes home.
  if (routes.stuck && Object.keys(moved).length > 0)
    return stageLayout({ ...input, moved: withoutLast(moved) });
  if (routes.stuck && columns > 1) return layoutOf(input, fitting(input, 1));
  const bundled = new Set(bundles.map(({ route }) => route.key));
  const bySocket = new Map<number, Wire>();
  for (const wire of wires) {
    for (const { socket } of [wire.from, wire.to]) if (socket !== null) bySocket.set(socket, wire);
  }
  return {
    scale,
    columns,
    size,
    cards,
    groups,
    wires,
    bundles,
    routeOf({ from, to }) {
      const wire = wireFor(bySocket, from, to);
      if (wire === undefined) {
        const route = routes.between(from, to);
        const seen = route?.shared === true && bundled.has(route.key);
        return seen ? { ...route, wire: 0 } : route;
      }
      const backwards = wire.from.actor !== from?.actor;
      return { ...wire.route, against: wire.route.against !== backwards, wire: wire.id };
    },
  };
}

const farthest = (edges: readonly number[]) => edges.map((edge) => edge + STAGE.margin);

/** The wire between just these two cards that one of the sockets has. A listener has none. */
function wireFor(
  bySocket: ReadonlyMap<number, Wire>,
  from: End | null,
  to: End | null,
): Wire | undefined {
  if (from === null || to === null) return undefined;
  for (const { socket } of [from, to]) {
    const wire = socket === null ? undefined : bySocket.get(socket);
    if (wire === undefined) continue;
    const isOf = ({ actor }: { readonly actor: number }): boolean =>
      actor === wire.from.actor || actor === wire.to.actor;
    if (isOf(from) && isOf(to)) return wire;
  }
  return undefined;
}

interface Fitting {
  readonly cards: Cards;
  readonly scale: number;
  /** In how many the servers stand. */
  readonly columns: number;
}

/** Whole servers before low ones, one column of them before two, all conversations before few. */
const FORMS = [
  { form: WHOLE, columns: 1 },
  { form: { ...WHOLE, low: true }, columns: 1 },
  { form: { ...WHOLE, low: true }, columns: 2 },
  { form: { ...WHOLE, low: true }, columns: 3 },
  { form: { low: true, rows: 3 }, columns: 1 },
  { form: { low: true, rows: 3 }, columns: 2 },
] as const;
/** Where nothing fits. */
const LOWEST = FORMS[4];
type Form = Pick<CardsInput, "form" | "columns" | "insides">;

/** Servers to which nobody has come need no room for wires between them. */
const columnsFor = ({ left, groups }: Places): number =>
  left.length + groups.length === 0 ? 3 : 2;

/** The largest scale at which everything is seen; the smallest one if nothing helps. */
function fitting(input: LayoutInput, maxColumns = columnsFor(input.places)): Fitting {
  const hands = input.places.left.filter(({ actor }) => input.byHand(actor.id));
  const all = new Set(hands.map(({ actor }) => actor.id));
  const one = new Set(input.openHand === null ? [] : [input.openHand]);
  const maxScale = input.largestScale ?? 1;
  const minScale = Math.max(STAGE.smallestScale, input.smallestScale ?? 0);
  const scales = SCALES.filter((one) => one >= minScale && one <= maxScale);
  const several = input.places.right.length > 1 ? maxColumns : 1;
  const views = new Map(input.view.actors.map((view) => [view.actor.id, view]));
  const attempt = (open: ReadonlySet<number>, scale: number, form: Form): Placing => {
    const { width, height } = input.size;
    const room = { width: width / scale, height: height / scale };
    return placeCards({ ...input, ...form, views, open }, room);
  };
  for (const { form, columns } of FORMS.filter(({ columns }) => columns <= several)) {
    const asForm = { form, columns, insides: new Map<number, ServerInside>() };
    for (const scale of scales) {
      for (const open of scale >= ALL_OPEN_SCALE ? [all, one] : [one]) {
        const placing = attempt(open, scale, asForm);
        const { width, height } = placing.needed;
        if (width * scale <= input.size.width && height * scale <= input.size.height)
          return { cards: placing.cards(), scale, columns };
      }
    }
  }
  const scale = Math.min(minScale, 1);
  return { cards: attempt(one, scale, LOWEST).cards(), scale, columns: 1 };
}

const withoutLast = (moved: Moved): Moved => Object.fromEntries(Object.entries(moved).slice(0, -1));
