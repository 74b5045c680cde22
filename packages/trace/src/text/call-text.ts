import {
  type Address,
  addressText,
  type CallArgs,
  type CallResult,
  type Verb,
} from "@sockscope/protocol";

/** `24 B`, `64 KiB`, `1.5 MiB`: the same in every language. */
export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const [value, unit] = bytes < 1024 ** 2 ? [bytes / 1024, "KiB"] : [bytes / 1024 ** 2, "MiB"];
  return `${Number.isInteger(value) ? value : value.toFixed(1)} ${unit}`;
}

/** `35 ns`, `38 µs`, `1.25 ms`, `2.5 s`. */
export function durationText(ns: number): string {
  if (ns < 1000) return `${ns} ns`;
  if (ns < 1e6) return `${round(ns / 1e3)} µs`;
  if (ns < 1e9) return `${round(ns / 1e6)} ms`;
  return `${round(ns / 1e9)} s`;
}

/** An instant since the lab began, to the microsecond, so that neighbours differ: `0.012345 s`. */
export const instantText = (ns: number): string => `${(ns / 1e9).toFixed(6)} s`;

/**
 * When something can have happened, in as many digits as tell its ends apart, rounded outwards:
 * `0.812 s` and `1.034 s`.
 */
export function intervalTexts([from, to]: readonly [number, number]): readonly [string, string] {
  const digits = to - from >= 10e6 ? 3 : to - from >= 10e3 ? 6 : 9;
  const unit = 10 ** (9 - digits);
  const text = (ns: number) => `${((ns * unit) / 1e9).toFixed(digits)}\u00a0s`;
  return [text(Math.floor(from / unit)), text(Math.ceil(to / unit))];
}

const round = (value: number): string =>
  value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));

/** `:49152`, for where the address goes without saying. */
export const portText = (address: Address): string => `:${address.port}`;

/** A call as a Python reader would write it, sizes in place of the bytes: `sendall(24 B)`. */
export function callText(verb: Verb, args: CallArgs): string {
  const shown: string[] = [];
  if (args.family !== undefined) shown.push(args.family);
  if (args.type !== undefined) shown.push(args.type);
  if (args.payload !== undefined) shown.push(sizeText(args.payload.length));
  if (args.address !== undefined) shown.push(addressText(args.address));
  if (args.backlog !== undefined) shown.push(String(args.backlog));
  if (args.size !== undefined) shown.push(String(args.size));
  if (args.how !== undefined) shown.push(args.how);
  if (args.level !== undefined) shown.push(args.level);
  if (args.option !== undefined) shown.push(args.option);
  if (args.interface !== undefined) shown.push(args.interface);
  if (args.value !== undefined) shown.push(String(args.value));
  return `${verb}(${shown.join(", ")})`;
}

const RETURN_NOTHING = [
  ...(["bind", "listen", "connect", "sendall"] as const),
  ...(["shutdown", "close", "setsockopt", "settimeout"] as const),
] satisfies readonly Verb[];
const NOTHING: ReadonlySet<Verb> = new Set(RETURN_NOTHING);

/** Whether a call that succeeds returns None in Python. */
export const returnsNothing = (verb: Verb): verb is (typeof RETURN_NOTHING)[number] =>
  NOTHING.has(verb);

/** What a call returned, in few characters; empty where it returns nothing worth a word. */
export function resultText(verb: Verb, result: CallResult): string {
  switch (verb) {
    case "accept":
      return result.address === undefined ? "" : portText(result.address);
    case "recv":
    case "recvfrom":
      return sizeText(result.payload?.length ?? 0);
    case "send":
    case "sendto":
      return result.count === undefined ? "" : sizeText(result.count);
    case "getsockname":
    case "getpeername":
      return result.address === undefined ? "" : addressText(result.address);
    case "getsockopt":
      return result.value === undefined ? "" : String(result.value);
    case "socket":
      return "";
    default:
      return returnsNothing(verb) ? "" : (verb satisfies never);
  }
}
