export { type CallLine, callLines, counterpart, type Source } from "./call-lines.ts";
export { type Language, sourcesOf } from "./sources.ts";
export { sourceText } from "./texts.ts";
export { type Token, type TokenKind, tokenLines } from "./tokens.ts";
