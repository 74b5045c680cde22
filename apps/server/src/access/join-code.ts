import { randomInt } from "node:crypto";
import { isIPv6, parseIp } from "../system/ip-address.ts";
import { isSameSecret } from "./tokens.ts";

/** Only letters and digits that are not mistaken for one another on a wall. */
const LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
const LENGTH = 8;

/** Wrong tries within `WINDOW` ms after which this address, or every address, is blocked. */
const TRIES = { address: 5, all: 100 } as const;
const WINDOW = 60_000;
/** Addresses whose tries are remembered. All addresses of one network count as one. */
const REMEMBERED = 1000;

export type Tried = "right" | "wrong" | "blocked";

/** The code that viewers from outside need. A teacher reads it out; nobody can guess it. */
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

  /**
   * One try of a viewer at this address. While the address is blocked, even the right code fails.
   */
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

/** Normalizes what people type: lower case, with or without the dash. */
const normal = (code: string): string => code.replace(/[\s-]/g, "").toUpperCase();

/** The /64 network of an IPv6 address: a machine with one of its addresses can have all of them. */
export function networkOf(text: string): string {
  const address = parseIp(text);
  return address !== null && isIPv6(address) ? address.parts.slice(0, 4).join(":") : text;
}
