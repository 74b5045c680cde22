import { randomInt } from "node:crypto";
import { isIPv6, parseIp } from "../system/ip-address.ts";
import { isSameSecret } from "./tokens.ts";

/** No letter or digit that is taken for another one when it is read from a wall. */
const LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
const LENGTH = 8;

/** Wrong tries in `WINDOW` ms after which nobody (from this address) may try. */
const TRIES = { address: 5, all: 100 } as const;
const WINDOW = 60_000;
/** Addresses whose tries are remembered; what one network can have is one address. */
const REMEMBERED = 1000;

export type Tried = "right" | "wrong" | "blocked";

/** What viewers from outside are asked for. A teacher reads it out; nobody can guess it. */
export class JoinCode {
  /** `ABCD-EFGH` */
  readonly text: string;
  readonly #now: () => number;
  readonly #wrong = new Map<string, number[]>();
  #all: number[] = [];

  /** `now` in ms, from any start. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    const letters = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]);
    this.text = `${letters.slice(0, LENGTH / 2).join("")}-${letters.slice(LENGTH / 2).join("")}`;
  }

  /** One try of a viewer at this address. While it is blocked, not even the right code is. */
  try(address: string, code: string): Tried {
    const from = networkOf(address);
    const since = this.#now() - WINDOW;
    this.#all = this.#all.filter((time) => time > since);
    const own = (this.#wrong.get(from) ?? []).filter((time) => time > since);
    if (own.length >= TRIES.address || this.#all.length >= TRIES.all) return "blocked";
    if (isSameSecret(normal(this.text), normal(code))) return "right";
    own.push(this.#now());
    this.#all.push(this.#now());
    this.#wrong.delete(from);
    this.#wrong.set(from, own);
    const [oldest] = this.#wrong.keys();
    if (this.#wrong.size > REMEMBERED && oldest !== undefined) this.#wrong.delete(oldest);
    return "wrong";
  }
}

/** As people type it: small letters, with or without the dash. */
const normal = (code: string): string => code.replace(/[\s-]/g, "").toUpperCase();

/** The /64 network of an IPv6 address: a machine with one of its addresses can have all of them. */
export function networkOf(text: string): string {
  const address = parseIp(text);
  return address !== null && isIPv6(address) ? address.parts.slice(0, 4).join(":") : text;
}
