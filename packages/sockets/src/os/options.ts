import type { Family, SocketType } from "@sockscope/protocol";
import { familyOf } from "./address.ts";
import type { Errno } from "./errno.ts";

export type OptionLevel = "SOL_SOCKET" | "IPPROTO_TCP" | "IPPROTO_IP" | "IPPROTO_IPV6";

interface OptionKind {
  readonly level: OptionLevel;
  readonly takes: "flag" | "number" | "linger" | "interface" | "membership" | "nothing";
  readonly type?: SocketType;
  readonly family?: Family;
}

/**
 * The options that Node supports. All others, and TTL and buffer sizes of a TCP socket, for which
 * Node has no call, give ENOPROTOOPT.
 */
const OPTIONS = {
  SO_REUSEADDR: { level: "SOL_SOCKET", takes: "flag" },
  SO_TYPE: { level: "SOL_SOCKET", takes: "nothing" },
  SO_ERROR: { level: "SOL_SOCKET", takes: "nothing" },
  SO_BROADCAST: { level: "SOL_SOCKET", takes: "flag" },
  SO_RCVBUF: { level: "SOL_SOCKET", takes: "number", type: "SOCK_DGRAM" },
  SO_SNDBUF: { level: "SOL_SOCKET", takes: "number", type: "SOCK_DGRAM" },
  SO_KEEPALIVE: { level: "SOL_SOCKET", takes: "flag" },
  SO_LINGER: { level: "SOL_SOCKET", takes: "linger" },
  TCP_NODELAY: { level: "IPPROTO_TCP", takes: "flag", type: "SOCK_STREAM" },
  IP_TTL: { level: "IPPROTO_IP", takes: "number", type: "SOCK_DGRAM", family: "AF_INET" },
  IP_MULTICAST_TTL: { level: "IPPROTO_IP", takes: "number", type: "SOCK_DGRAM", family: "AF_INET" },
  IP_MULTICAST_LOOP: { level: "IPPROTO_IP", takes: "flag", type: "SOCK_DGRAM", family: "AF_INET" },
  IP_MULTICAST_IF: {
    level: "IPPROTO_IP",
    takes: "interface",
    type: "SOCK_DGRAM",
    family: "AF_INET",
  },
  IP_ADD_MEMBERSHIP: {
    level: "IPPROTO_IP",
    takes: "membership",
    type: "SOCK_DGRAM",
    family: "AF_INET",
  },
  IP_DROP_MEMBERSHIP: {
    level: "IPPROTO_IP",
    takes: "membership",
    type: "SOCK_DGRAM",
    family: "AF_INET",
  },
  IPV6_V6ONLY: { level: "IPPROTO_IPV6", takes: "flag", family: "AF_INET6" },
  IPV6_UNICAST_HOPS: {
    level: "IPPROTO_IPV6",
    takes: "number",
    type: "SOCK_DGRAM",
    family: "AF_INET6",
  },
  IPV6_MULTICAST_HOPS: {
    level: "IPPROTO_IPV6",
    takes: "number",
    type: "SOCK_DGRAM",
    family: "AF_INET6",
  },
  IPV6_MULTICAST_LOOP: {
    level: "IPPROTO_IPV6",
    takes: "number",
    type: "SOCK_DGRAM",
    family: "AF_INET6",
  },
  IPV6_MULTICAST_IF: {
    level: "IPPROTO_IPV6",
    takes: "interface",
    type: "SOCK_DGRAM",
    family: "AF_INET6",
  },
  IPV6_JOIN_GROUP: {
    level: "IPPROTO_IPV6",
    takes: "membership",
    type: "SOCK_DGRAM",
    family: "AF_INET6",
  },
  IPV6_LEAVE_GROUP: {
    level: "IPPROTO_IPV6",
    takes: "membership",
    type: "SOCK_DGRAM",
    family: "AF_INET6",
  },
} as const satisfies Record<string, OptionKind>;

export type OptionName = keyof typeof OPTIONS;

/**
 * `[group, interface]`: what Python packs into a `struct ip_mreq`. For IPv4 both are literal
 * addresses. An IPv6 interface is given by its name, where C and Python use its index, or "" for
 * the kernel's choice.
 */
export type Membership = readonly [group: string, via: string];

/**
 * A number for most options (0 turns a flag off). SO_LINGER takes seconds, or null for off: with 0
 * `close` resets; more seconds are only remembered, because Node closes in the background.
 * IP_MULTICAST_IF and IPV6_MULTICAST_IF take an interface, the memberships a group and an
 * interface.
 */
export type OptionValue = number | null | string | Membership;

/** A value that suits its option. */
export type Setting =
  | { readonly kind: "number"; readonly option: OptionName; readonly value: number }
  | { readonly kind: "linger"; readonly seconds: number | null }
  | { readonly kind: "interface"; readonly via: string }
  | {
      readonly kind: "membership";
      readonly joins: boolean;
      readonly group: string;
      readonly via: string;
    };

interface Holder {
  readonly family: Family;
  readonly type: SocketType;
}

/** Null if a socket of this kind has the option at this level. */
export function unsupported(
  call: "getsockopt" | "setsockopt",
  level: string,
  option: string,
  of: Holder,
): Errno | null {
  const kind =
    typeof option === "string" && Object.hasOwn(OPTIONS, option)
      ? (OPTIONS[option as OptionName] as OptionKind)
      : null;
  const fits =
    kind !== null &&
    kind.level === level &&
    (kind.type === undefined || kind.type === of.type) &&
    (kind.family === undefined || kind.family === of.family);
  if (fits) return null;
  // Linux's answer when an IPv4 socket is asked at a level of another protocol.
  const foreign = level === "IPPROTO_IPV6" || (level === "IPPROTO_TCP" && of.type === "SOCK_DGRAM");
  const asked = call === "getsockopt" && of.family === "AF_INET";
  return foreign && asked ? "EOPNOTSUPP" : "ENOPROTOOPT";
}

/** EINVAL for a value that the option cannot have, ENOPROTOOPT for an option that is read-only. */
export function settingOf(option: OptionName, value: OptionValue, family: Family): Setting | Errno {
  switch (OPTIONS[option].takes) {
    case "nothing":
      return "ENOPROTOOPT";
    case "flag":
      return isInt(value) ? { kind: "number", option, value: value === 0 ? 0 : 1 } : "EINVAL";
    case "number":
      return isInt(value) ? { kind: "number", option, value } : "EINVAL";
    case "linger":
      if (value !== null && !(isInt(value) && value >= 0)) return "EINVAL";
      return { kind: "linger", seconds: value };
    case "interface":
      return isInterface(value, family) ? { kind: "interface", via: value } : "EINVAL";
    case "membership": {
      if (!Array.isArray(value)) return "EINVAL";
      const [group, via]: readonly unknown[] = value;
      if (typeof group !== "string" || familyOf(group) !== family) return "EINVAL";
      if (!isInterface(via, family)) return "EINVAL";
      const joins = option === "IP_ADD_MEMBERSHIP" || option === "IPV6_JOIN_GROUP";
      return { kind: "membership", joins, group, via };
    }
  }
}

const isInt = (value: OptionValue): value is number =>
  typeof value === "number" && value === Math.trunc(value) && Math.abs(value) < 2 ** 31;

const isInterface = (value: unknown, family: Family): value is string =>
  typeof value === "string" && (family === "AF_INET6" || familyOf(value) === "AF_INET");

/** Whether Linux sets IPV6_V6ONLY by itself for a socket that is bound to this address. */
export const isOnly6 = (address: string): boolean =>
  address.includes(":") && address !== "::" && !address.startsWith("::ffff:");
