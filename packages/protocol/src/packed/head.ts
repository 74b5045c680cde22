import type { CallArgs, CallResult, EventOf, Source, Truth } from "../events.ts";

/*
 * A record begins with its form, times two. The lowest bit says that a byte with truth, source and
 * HAS_INTERVAL follows; without it the event is observed, by a program, and has no interval.
 */
export const TRUTHS: readonly Truth[] = ["observed", "inferred", "injected"];
export const SOURCES: readonly Source[] = ["lab", "program", "kernel", "wire"];
/** In the byte of truth (2 bits) and source (2 bits): `at` follows, as two varints. */
export const HAS_INTERVAL = 16;

/*
 * Short forms exist for speed only: of what a conversation does all the time (calls of the main
 * thread without an error) and of datagrams that arrive. Anything else is written field by field, as the table says.
 */
export const SHORT_BEGAN = 0;
export const SHORT_ENDED = 1;
export const SHORT_ARRIVED = 2;
/** The form of the first kind of `PACKED_KINDS`. */
export const FIRST_KIND = 3;

/** The arguments that the short form can hold, in the order in which they are written. */
export const ARGS_BITS: Readonly<Partial<Record<keyof CallArgs, number>>> = {
  payload: 1,
  offset: 2,
  size: 4,
  address: 8,
  family: 16,
  type: 32,
};
/** The same of a result. */
export const RESULT_BITS: Readonly<Partial<Record<keyof CallResult, number>>> = {
  payload: 1,
  offset: 2,
  count: 4,
  address: 8,
  datagram: 16,
  socket: 32,
};
/** There is no result. */
export const NO_RESULT = 64;
/** Something that the short forms cannot hold. */
export const OTHER = 128;

/** The compiler refuses a field that the short forms neither write nor look for. */
type Known<Names extends string, All extends Names> = All;
type Common =
  | "seq"
  | "t"
  | "truth"
  | "source"
  | "at"
  | "kind"
  | "call"
  | "actor"
  | "socket"
  | "verb";
/** @public Only the compiler uses it. */
export type ShortFormsKnow = [
  Known<Common | "args" | "thread" | "site", keyof EventOf<"call.began">>,
  Known<
    Exclude<Common, "call" | "verb"> | "datagram" | "address" | "length",
    keyof EventOf<"datagram.arrived">
  >,
  Known<Common | "result" | "error", keyof EventOf<"call.ended">>,
];
