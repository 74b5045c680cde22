export { cardKey, groupKey, type Moved } from "./cards/arrange.ts";
export type { CardPlace } from "./cards/card-place.ts";
export { asLines } from "./cards/cards.ts";
export {
  type DotGrid,
  dotAt,
  dotGrid,
  type GroupMember,
  type GroupPlace,
  groupNumber,
  memberAt,
} from "./cards/groups.ts";
export { endInKernel, type ServerInside, type Slot } from "./cards/server-card.ts";
export type { StagePath } from "./geometry/path.ts";
export { intersect, type Point, type Rect, type Size } from "./geometry/shapes.ts";
export { type LayoutInput, type StageLayout, stageLayout } from "./layout.ts";
export {
  type PacketForm,
  type PacketPlace,
  type PacketSizes,
  placePackets,
} from "./packet-places.ts";
export { groupKeyOf } from "./places/group-key.ts";
export { type Folding, type Place, type Places, placesAt } from "./places/places.ts";
export { type Conversation, StageIndex } from "./places/stage-index.ts";
export { type Route, RouteMemory } from "./routes/routes.ts";
export type { Bundle, Wire } from "./routes/wires.ts";
