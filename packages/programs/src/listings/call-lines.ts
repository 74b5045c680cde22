import type { Language } from "./sources.ts";
import { tokenLines } from "./tokens.ts";

/** One file of a listing. */
export interface Source {
  /** Relative to `packages/programs/src/`. */
  readonly file: string;
  readonly text: string;
}

/** The position of a socket call in a listing. Lines count from 1. */
export interface CallLine {
  readonly file: string;
  readonly line: number;
  readonly verb: string;
}

/** `conn.recv(`, and `loop.sock_recv(` of asyncio. */
const CALL = /\.(?:sock_)?([a-z]+)\(/g;

/** The socket calls of a listing, in order. */
export function callLines(
  language: Language,
  sources: readonly Source[],
  verbs: readonly string[],
): readonly CallLine[] {
  return sources.flatMap(({ file, text }) =>
    tokenLines(language, text).flatMap((tokens, index) => {
      const code = tokens.map((token) => (token.kind === "code" ? token.text : " ")).join("");
      return [...code.matchAll(CALL)]
        .map(([, verb = ""]) => ({ file, line: index + 1, verb }))
        .filter(({ verb }) => verbs.includes(verb));
    }),
  );
}

/**
 * The same call in the other language: the k-th call of its verb there. Null if the other listing
 * has no such call.
 * @param call where the observed call was made
 */
export function counterpart(
  call: CallLine,
  from: readonly CallLine[],
  to: readonly CallLine[],
): CallLine | null {
  const ofVerb = (one: CallLine): boolean => one.verb === call.verb;
  const nth = from
    .filter(ofVerb)
    .findIndex(({ file, line }) => file === call.file && line === call.line);
  return nth < 0 ? null : (to.filter(ofVerb)[nth] ?? null);
}
