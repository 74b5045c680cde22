export { cardKey, groupKey } from "./arrange.ts";
export type { CardPlace } from "./card-place.ts";
export { asLines } from "./cards.ts";
export { groupKeyOf } from "./group-key.ts";
export {
  type DotGrid,
  type GroupMember,
  type GroupPlace,
  groupNumber,
  memberAt,
} from "./groups.ts";
export { type StageLayout, stageLayout } from "./layout.ts";
export {
  type PacketForm,
  type PacketPlace,
  placePackets,
} from "./packet-places.ts";
export { placesAt } from "./places.ts";
export { RouteMemory } from "./routes.ts";
export { endInKernel, type ServerInside, type Slot } from "./server-card.ts";
export { intersect, type Point, type Rect, type Size } from "./shapes.ts";
export { StageIndex } from "./stage-index.ts";
export type { Bundle, Wire } from "./wires.ts";
