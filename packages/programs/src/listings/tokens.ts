import type { Language } from "./sources.ts";

export type TokenKind = "comment" | "string" | "keyword" | "number" | "code";

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

const KEYWORDS: Readonly<Record<Language, ReadonlySet<string>>> = {
  typescript: new Set(
    "as async await break case catch const continue default else export finally for from function if import in instanceof interface let new null of readonly return switch throw true false try type typeof undefined unknown void while".split(
      " ",
    ),
  ),
  python: new Set(
    "and as assert async await break class continue def elif else except False finally for from global if import in is lambda None nonlocal not or pass raise return True try while with yield".split(
      " ",
    ),
  ),
};

/** Tried in this order at each place; what none of them matches is one character of code. */
const RULES: Readonly<Record<Language, readonly (readonly [TokenKind, RegExp])[]>> = {
  typescript: [
    ["comment", /\/\*[\s\S]*?\*\/|\/\/[^\n]*/y],
    // A template's holes count as text, too: no call is made in one.
    ["string", /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\[\s\S])*`/y],
    ["number", /\b(?:0x[\da-f]+|\d[\d_]*(?:\.\d+)?)\b/iy],
    ["keyword", /[A-Za-z_$][\w$]*/y],
  ],
  python: [
    ["comment", /#[^\n]*/y],
    ["string", /[rbf]{0,2}(?:"""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')/iy],
    ["number", /\b\d[\d_]*(?:\.\d+)?\b/y],
    ["keyword", /[A-Za-z_]\w*/y],
  ],
};

/** The tokens of each line of a source. Their texts joined, with line feeds between, are it again. */
export function tokenLines(language: Language, source: string): readonly (readonly Token[])[] {
  const lines: Token[][] = [[]];
  for (const { kind, text } of tokens(language, source)) {
    for (const [index, part] of text.split("\n").entries()) {
      if (index > 0) lines.push([]);
      if (part !== "") push(lines, kind, part);
    }
  }
  return lines;
}

/** Code after code is one token. */
function push(lines: Token[][], kind: TokenKind, text: string): void {
  const line = lines[lines.length - 1] ?? [];
  const before = line[line.length - 1];
  if (kind === "code" && before?.kind === "code")
    line[line.length - 1] = { kind, text: before.text + text };
  else line.push({ kind, text });
}

function* tokens(language: Language, source: string): Generator<Token> {
  let at = 0;
  while (at < source.length) {
    const token = tokenAt(language, source, at);
    yield token;
    at += token.text.length;
  }
}

function tokenAt(language: Language, source: string, at: number): Token {
  for (const [kind, rule] of RULES[language]) {
    rule.lastIndex = at;
    const text = rule.exec(source)?.[0];
    if (text === undefined) continue;
    const isName = kind === "keyword" && !KEYWORDS[language].has(text);
    return { kind: isName ? "code" : kind, text };
  }
  return { kind: "code", text: source[at] ?? "" };
}
