import { type Verb, verbSchema } from "@sockscope/protocol";
import type { Dictionary } from "./en/en.ts";
import { errnoText } from "./errno-text.ts";

/** `bind: EADDRINUSE` at the beginning of what the server says about a program that failed. */
const CALL_AND_ERRNO = /^.*?\b(E[A-Z0-9]{3,})\b/;
const CALL = /^([a-z]+): /;

/** Why a program failed. The server's own sentence is English; the errno is for everybody. */
export function failure(
  text: Dictionary,
  error: string,
): { readonly code: string; readonly means: string } {
  const found = CALL_AND_ERRNO.exec(error);
  const means = errnoText(text, found?.[1] ?? "", { verb: verbOf(error) });
  return found === null || means === undefined
    ? { code: error, means: "" }
    : { code: found[0], means };
}

function verbOf(error: string): Verb | undefined {
  const named = verbSchema.safeParse(CALL.exec(error)?.[1]);
  return named.success ? named.data : undefined;
}
