export { type CallLine, counterpart } from "./call-lines.ts";
export { type ListedFile, type Listing, listingOf } from "./listing.ts";
export type { Language } from "./sources.ts";
export type { Token, TokenKind } from "./tokens.ts";
