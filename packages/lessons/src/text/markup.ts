import { type GlossaryId, glossary, isGlossaryId } from "./glossary.ts";
import type { Text, TextLang } from "./text.ts";

/** A stretch of a text: plain, code, or a term with a definition. */
export type Piece =
  | { readonly kind: "plain"; readonly text: string }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "term"; readonly text: string; readonly term: GlossaryId };

/** Real ports by the names of the lesson; 0 while the kernel has not chosen one. */
export type Ports = Readonly<Record<string, number>>;

const MARKS = /\[\[([^\]|]+)(?:\|([^\]]+))?\]\]|`([^`]+)`/g;

/**
 * Reads a text: `[[term]]` or `[[term|as it is shown here]]`, code between backticks, and `{port}`
 * for the real number of one of the lesson's ports. Throws for a term that has no definition.
 */
export function pieces(text: Text, lang: TextLang, ports: Ports): readonly Piece[] {
  const found: Piece[] = [];
  const source = withPorts(text[lang], ports);
  let from = 0;
  for (const match of source.matchAll(MARKS)) {
    if (match.index > from) found.push({ kind: "plain", text: source.slice(from, match.index) });
    from = match.index + match[0].length;
    const [, term, shown, code] = match;
    if (term === undefined) found.push({ kind: "code", text: code ?? "" });
    else if (isGlossaryId(term))
      found.push({ kind: "term", term, text: shown ?? glossary[term].name[lang] });
    else throw new Error(`The glossary has no "${term}".`);
  }
  if (from < source.length) found.push({ kind: "plain", text: source.slice(from) });
  return found;
}

/** The text without its marks. */
export const plainText = (text: Text, lang: TextLang, ports: Ports): string =>
  pieces(text, lang, ports)
    .map((piece) => piece.text)
    .join("");

const withPorts = (source: string, ports: Ports): string =>
  source.replace(/\{([a-z][a-zA-Z0-9]*)\}/g, (mark, name: string) => {
    const port = ports[name];
    return port === undefined ? mark : port === 0 ? "…" : String(port);
  });
