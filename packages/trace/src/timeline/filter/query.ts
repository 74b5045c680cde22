/** One condition of a filter; a step has to satisfy all of them. */
export type Term =
  | { readonly kind: "failed" }
  | { readonly kind: "truth"; readonly truth: "observed" | "inferred" | "injected" }
  | { readonly kind: "size"; readonly compare: ">" | "<" | "="; readonly bytes: number }
  | { readonly kind: "port"; readonly port: number }
  | { readonly kind: "socket"; readonly socket: number }
  /** In quotes: in the payload, or in what was printed. */
  | { readonly kind: "text"; readonly text: string }
  /** With a minus before it: whatever that does not find. */
  | { readonly kind: "not"; readonly term: Term }
  /** Anywhere: a program, a call, an errno, a flag, the payload. */
  | { readonly kind: "word"; readonly word: string };

export type Query =
  | { readonly kind: "all" }
  | { readonly kind: "terms"; readonly terms: readonly Term[] }
  /** `A -> B`: what those two said to one another. An empty side is anybody. */
  | { readonly kind: "conversation"; readonly one: string; readonly other: string };

/** Words that people type, in either language of the page. */
const FAILED: ReadonlySet<string> = new Set(["error", "errors", "failed", "错误", "出错"]);
const TRUTHS: Readonly<Record<string, "observed" | "inferred" | "injected">> = {
  observed: "observed",
  inferred: "inferred",
  injected: "injected",
  观测: "observed",
  推断: "inferred",
  注入: "injected",
};
const UNITS: Readonly<Record<string, number>> = {
  ...{ "": 1, b: 1, kb: 1000, mb: 1000 ** 2 },
  ...{ k: 1024, kib: 1024, m: 1024 ** 2, mib: 1024 ** 2 },
};

/** Reads what was typed. Anything is a filter: what is no condition is looked for as a word. */
export function parseQuery(input: string): Query {
  const text = input.trim();
  if (text === "") return { kind: "all" };
  // What stands in quotes is text, whatever it is: an arrow there follows nobody.
  const outside = text.replace(/"[^"]*"?/gu, (quoted) => " ".repeat(quoted.length));
  const arrow = /->|→/u.exec(outside);
  if (arrow !== null) {
    const side = (part: string) => part.replaceAll('"', "").trim().toLowerCase();
    const [one, other] = [text.slice(0, arrow.index), text.slice(arrow.index + arrow[0].length)];
    return { kind: "conversation", one: side(one), other: side(other) };
  }
  const parts = text.match(/"[^"]*"?|\S+/gu) ?? [];
  return { kind: "terms", terms: parts.map(termOf) };
}

function termOf(part: string): Term {
  if (/^-./.test(part)) return { kind: "not", term: termOf(part.slice(1)) };
  if (part.startsWith('"')) return { kind: "text", text: part.replaceAll('"', "").toLowerCase() };
  const word = part.toLowerCase();
  if (FAILED.has(word)) return { kind: "failed" };
  const truth = TRUTHS[word];
  if (truth !== undefined) return { kind: "truth", truth };
  const size = /^([<>=])(\d+(?:\.\d+)?)(b|k|kb|kib|m|mb|mib)?$/.exec(word);
  if (size !== null) {
    const compare = size[1] === ">" ? ">" : size[1] === "<" ? "<" : "=";
    return { kind: "size", compare, bytes: Number(size[2]) * (UNITS[size[3] ?? ""] ?? 1) };
  }
  const port = /^:(\d{1,5})$/.exec(word);
  if (port !== null) return { kind: "port", port: Number(port[1]) };
  const socket = /^#(\d{1,9})$/.exec(word);
  if (socket !== null) return { kind: "socket", socket: Number(socket[1]) };
  return { kind: "word", word };
}
