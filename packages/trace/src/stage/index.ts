export { cardKey, groupKey } from "./cards/arrange.ts";
export type { CardPlace } from "./cards/card-place.ts";
export { asLines } from "./cards/cards.ts";
export {
  type DotGrid,
  type GroupMember,
  type GroupPlace,
  groupNumber,
  memberAt,
} from "./cards/groups.ts";
export { endInKernel, type ServerInside, type Slot } from "./cards/server-card.ts";
export { intersect, type Point, type Rect, type Size } from "./geometry/shapes.ts";
export { type StageLayout, stageLayout } from "./layout.ts";
export {
  type PacketForm,
  type PacketPlace,
  placePackets,
} from "./packet-places.ts";
export { groupKeyOf, groupsOf } from "./places/group-key.ts";
export { type Place, type Places, placesAt } from "./places/places.ts";
export { StageIndex } from "./places/stage-index.ts";
export { RouteMemory } from "./routes/routes.ts";
export type { Bundle, Wire } from "./routes/wires.ts";
