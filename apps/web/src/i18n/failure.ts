import type { Dictionary } from "./en.ts";

/** `bind: EADDRINUSE` at the beginning of what the server says about a program that failed. */
const CALL_AND_ERRNO = /^.*?\b(E[A-Z0-9]{3,})\b/;

/** Why a program failed. The server's own sentence is English; the errno is for everybody. */
export function failure(
  { errnos }: Dictionary,
  error: string,
): { readonly code: string; readonly means: string } {
  const found = CALL_AND_ERRNO.exec(error);
  const means = errnos[found?.[1] ?? ""];
  return found === null || means === undefined
    ? { code: error, means: "" }
    : { code: found[0], means };
}
