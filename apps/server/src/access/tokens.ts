import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { ViewerRole } from "@sockscope/protocol";

/** 128 bits, as text that JSON leaves as it is. */
const makeToken = (): string => randomBytes(16).toString("base64url");

/** Takes the same time whatever the two have in common, their length included. */
export function isSameSecret(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/**
 * The tokens of this process: whoever shows one has read it from this server, which a page of
 * another origin cannot. Viewers from outside have one of their own, so that the one that lets a
 * viewer act never leaves this machine.
 */
export class Tokens {
  readonly #tokens: Readonly<Record<ViewerRole, string>> = {
    local: makeToken(),
    outside: makeToken(),
  };

  of(role: ViewerRole): string {
    return this.#tokens[role];
  }

  isRight(role: ViewerRole, token: string): boolean {
    return isSameSecret(this.#tokens[role], token);
  }
}
