import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { ViewerRole } from "@sockscope/protocol";

/** 128 bits, as text that JSON does not have to escape. */
const createToken = (): string => randomBytes(16).toString("base64url");

/** Compares two texts in a time that depends neither on their content nor on their lengths. */
export function isSameSecret(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/**
 * The tokens of this process. A client that has one has read it from this server, which a page of
 * another origin cannot. Viewers from outside have a token of their own, so the one that permits
 * commands never leaves this machine.
 */
export class Tokens {
  readonly #tokens: Readonly<Record<ViewerRole, string>> = {
    local: createToken(),
    outside: createToken(),
  };

  of(role: ViewerRole): string {
    return this.#tokens[role];
  }

  isRight(role: ViewerRole, token: string): boolean {
    return isSameSecret(this.#tokens[role], token);
  }
}
