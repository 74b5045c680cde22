export type { CardPlace } from "./card-place.ts";
export { asLines } from "./cards.ts";
export { type LayoutInput, type StageLayout, stageLayout } from "./layout.ts";
export {
  type PacketForm,
  type PacketPlace,
  type PacketSizes,
  placePackets,
} from "./packet-places.ts";
export type { StagePath } from "./path.ts";
export { type Place, type Places, placesAt } from "./places.ts";
export type { Route } from "./routes.ts";
export type { ServerInside, Slot } from "./server-card.ts";
export type { Point, Rect, Size } from "./shapes.ts";
export { type Conversation, StageIndex } from "./stage-index.ts";
export type { Wire } from "./wires.ts";
