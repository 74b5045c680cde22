import type { Concurrency, ProgramId } from "../ids.ts";
import { type CallLine, callLines, type Source } from "./call-lines.ts";
import { type Language, sourcesOf } from "./sources.ts";
import { sourceText } from "./texts.ts";
import { type Token, tokenLines } from "./tokens.ts";

/** One file of a listing, ready to be shown. */
export interface ListedFile {
  /** Named from `packages/programs/src/`. */
  readonly file: string;
  readonly lines: readonly (readonly Token[])[];
}

/** A program in one language. */
export interface Listing {
  readonly language: Language;
  readonly files: readonly ListedFile[];
  /** Its socket calls in the order in which they stand there. */
  readonly calls: readonly CallLine[];
}

/** `verbs`: the socket calls that there are. `make` is that of a server that exists in several. */
export function listingOf(
  language: Language,
  program: { readonly id: ProgramId; readonly make: Concurrency | undefined },
  verbs: readonly string[],
): Listing {
  const sources = sourcesOf(language, program.id, program.make).flatMap((file): Source[] => {
    const text = sourceText(file);
    return text === undefined ? [] : [{ file, text }];
  });
  const files = sources.map(({ file, text }) => ({
    file,
    // A file ends with a line feed: what comes after it is no line.
    lines: tokenLines(language, text.replace(/\n$/, "")),
  }));
  return { language, files, calls: callLines(language, sources, verbs) };
}
