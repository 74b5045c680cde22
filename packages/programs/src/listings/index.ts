export { type CallLine, counterpart } from "./call-lines.ts";
export { type Listing, listingOf } from "./listing.ts";
export type { Language } from "./sources.ts";
export type { Token } from "./tokens.ts";
