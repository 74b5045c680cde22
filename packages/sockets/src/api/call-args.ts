import type { Address, Family, SocketType } from "@sockscope/protocol";
import { familyOf } from "../os/address.ts";
import type { ShutdownHow } from "../os/driver.ts";
import type { Errno } from "../os/errno.ts";
import type { OptionValue } from "../os/options.ts";
import { keep, type RecordedArgs } from "../recording/recorder.ts";

/*
 * What of a call's arguments fits into an event. A program may hand over anything, whatever the types
 * say: what is no number, no text or no bytes is left out, and the call fails.
 */

export const isBytes = (data: unknown): data is Uint8Array => data instanceof Uint8Array;

export const isInt32 = (value: number): boolean =>
  Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 31;

/** A valid size for `recv`. */
export const isSize = (size: number): boolean =>
  Number.isInteger(size) && size >= 0 && size <= 0x7fffffff;

/** A valid time limit, in seconds. */
export const isTime = (seconds: unknown): boolean =>
  typeof seconds === "number" && seconds >= 0 && seconds < 2 ** 31;

const HOW: readonly unknown[] = ["SHUT_RD", "SHUT_WR", "SHUT_RDWR"] satisfies ShutdownHow[];

export const isHow = (how: unknown): how is ShutdownHow => HOW.includes(how);

export const named = (target: Address | Errno): RecordedArgs =>
  typeof target === "string" ? {} : { address: target };

/** JSON has no NaN and no infinity. */
export const sized = (size: number): RecordedArgs => (Number.isFinite(size) ? { size } : {});

export const bytesOf = (data: Uint8Array): RecordedArgs =>
  isBytes(data) ? { payload: keep(data) } : {};

export const backlogOf = (backlog: number): RecordedArgs =>
  Number.isInteger(backlog) ? { backlog } : {};

export const howOf = (how: ShutdownHow): RecordedArgs => (isHow(how) ? { how } : {});

export const secondsOf = (seconds: number | null): RecordedArgs =>
  seconds !== null && Number.isFinite(seconds) ? { value: seconds } : {};

const isFamily = (family: unknown): family is Family =>
  family === "AF_INET" || family === "AF_INET6";

const isType = (type: unknown): type is SocketType =>
  type === "SOCK_STREAM" || type === "SOCK_DGRAM";

/** The arguments of `socket`. */
export function kindOf(family: unknown, type: unknown): RecordedArgs {
  if (isFamily(family)) return isType(type) ? { family, type } : { family };
  return isType(type) ? { type } : {};
}

/** The name of an option, if it is text. */
export const optionOf = (level: string, option: string): RecordedArgs => ({
  ...(typeof level === "string" && { level }),
  ...(typeof option === "string" && { option }),
});

/** An option with its new value: a number, or addresses. */
export function optionArgs(level: string, option: string, value: OptionValue): RecordedArgs {
  const about = optionOf(level, option);
  if (typeof value === "number") return Number.isFinite(value) ? { ...about, value } : about;
  if (typeof value === "string") return { ...about, interface: value };
  if (!Array.isArray(value)) return about;
  const [group, via]: readonly unknown[] = value;
  if (typeof group !== "string" || typeof via !== "string") return about;
  const family = familyOf(group) ?? "AF_INET";
  const address = { address: group.slice(0, 64), port: 0, family };
  return { ...about, address, interface: via };
}
