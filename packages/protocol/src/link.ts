import { LIMITS } from "./limits.ts";
import { z } from "./zod.ts";

const id = z.int().min(1);
const ms = z.number().min(0).max(LIMITS.linkDelay);
const probability = z.number().min(0).max(1);

/** Between whom a link's conditions hold; the narrowest scope wins as a whole (rule L2). */
export const linkScopeSchema = z.discriminatedUnion("over", [
  z.strictObject({ over: z.literal("stage") }),
  z.strictObject({ over: z.literal("pair"), a: id, b: id }),
  z.strictObject({ over: z.literal("direction"), from: id, to: id }),
]);
export type LinkScope = Readonly<z.infer<typeof linkScopeSchema>>;

/** The actors that a scope names. */
export function actorsOf(scope: LinkScope): readonly number[] {
  switch (scope.over) {
    case "stage":
      return [];
    case "pair":
      return [scope.a, scope.b];
    case "direction":
      return [scope.from, scope.to];
  }
}

/** Equal for scopes that mean the same: a pair has no order. */
export function scopeKey(scope: LinkScope): string {
  switch (scope.over) {
    case "stage":
      return "stage";
    case "pair":
      return `${Math.min(scope.a, scope.b)}-${Math.max(scope.a, scope.b)}`;
    case "direction":
      return `${scope.from}>${scope.to}`;
  }
}

/** What a link does to the traffic that passes it. All 0, null and false: nothing. */
export const linkConditionsSchema = z.strictObject({
  /** ms that everything takes on its way, one way. */
  latency: ms,
  /** ms by which that varies, up and down. A stream and its datagrams keep their order. */
  jitter: ms,
  /** Bytes a second; null for no limit. */
  bandwidth: z.int().min(1).max(1e10).nullable(),
  /** TCP: what is sent goes on in pieces of about so many bytes (half to one and a half). */
  slice: z.int().min(1).max(65536).nullable(),
  /** UDP: the share of datagrams that vanish, 0 to 1. */
  loss: probability,
  /** UDP: the share that arrives twice. */
  duplicate: probability,
  /** UDP: the share that is held back until the next one has passed it. */
  reorder: probability,
  /** UDP: a longer one is refused with EMSGSIZE; null for what the system allows. */
  maxDatagram: z.int().min(0).max(65535).nullable(),
  /** TCP: the connection is reset when so many more bytes have passed this way; null: never. */
  resetAfter: z.int().min(0).max(1e12).nullable(),
  /** Nothing passes. A stream goes on when this ends; datagrams are gone. */
  blackHole: z.boolean(),
});
export type LinkConditions = Readonly<z.infer<typeof linkConditionsSchema>>;

/** A link that does nothing: the loopback as it is. */
export const PERFECT_LINK: LinkConditions = {
  latency: 0,
  jitter: 0,
  bandwidth: null,
  slice: null,
  loss: 0,
  duplicate: 0,
  reorder: 0,
  maxDatagram: null,
  resetAfter: null,
  blackHole: false,
};

/** What was done to some bytes on purpose (rule L4). */
export const faultSchema = z.enum([
  "delay",
  "slice",
  "loss",
  "duplicate",
  "reorder",
  "overflow",
  "too-long",
  "reset",
  "black-hole",
]);
export type Fault = z.infer<typeof faultSchema>;

/** Any 32-bit number; the same seed and the same calls meet the same faults (rule L3). */
export const seedSchema = z.int().min(0).max(0xffffffff);
