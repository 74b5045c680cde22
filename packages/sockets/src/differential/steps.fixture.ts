import type { Family, SocketType } from "@sockscope/protocol";
import fc from "fast-check";
import type { ShutdownHow } from "../os/driver.ts";

/** The address meant: that of the n-th socket, or a literal one ("" is the loopback address). */
export type Target = readonly ["of", number] | readonly ["at", string, number];

/**
 * One call. The number identifies the socket, in the order of creation, modulo how many there are.
 */
export type Step =
  | readonly ["socket", Family, SocketType]
  | readonly ["bind" | "connect", number, Target]
  | readonly ["listen", number, number]
  | readonly ["accept" | "getsockname" | "getpeername" | "close", number]
  | readonly ["send" | "sendall" | "recv" | "recvfrom", number, number]
  /** `recv`s of this size up to one that returns nothing. */
  | readonly ["drain", number, number]
  /** A pause of this many ms. */
  | readonly ["pause", number]
  | readonly ["sendto", number, number, Target]
  | readonly ["shutdown", number, ShutdownHow]
  | readonly ["setsockopt", number, string, string, number | null]
  | readonly ["getsockopt", number, string, string];

/** The result of a call, or the name of its errno. */
export type Answer = { readonly gave: unknown } | { readonly failed: string };

const at = fc.nat({ max: 5 });
const target: fc.Arbitrary<Target> = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(fc.constant("of" as const), at) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Target[]>(["at", "", 1], ["at", "", 0]),
  },
);
const here: fc.Arbitrary<Target> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom<Target[]>(["at", "", 0]) },
  { weight: 2, arbitrary: fc.tuple(fc.constant("of" as const), at) },
  { weight: 1, arbitrary: fc.constantFrom<Target[]>(["at", "198.51.100.77", 0]) },
);
const length = fc.constantFrom(0, 1, 2, 5, 100, 3000);
const size = fc.constantFrom(0, 1, 2, 3, 64, 4096);
const option = fc.constantFrom<(readonly [string, string])[]>(
  ["SOL_SOCKET", "SO_KEEPALIVE"],
  ["SOL_SOCKET", "SO_BROADCAST"],
  ["SOL_SOCKET", "SO_TYPE"],
  ["SOL_SOCKET", "SO_ERROR"],
  ["IPPROTO_TCP", "TCP_NODELAY"],
  ["IPPROTO_IPV6", "IPV6_V6ONLY"],
  ["IPPROTO_IP", "IP_TTL"],
  ["IPPROTO_IP", "IP_MULTICAST_TTL"],
  ["IPPROTO_IP", "IP_MULTICAST_LOOP"],
);

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(fc.constant("socket" as const), family(), type()),
  fc.tuple(fc.constant("bind" as const), at, here),
  { weight: 3, arbitrary: fc.tuple(fc.constant("connect" as const), at, target) },
  fc.tuple(fc.constant("listen" as const), at, fc.constantFrom(8, 128)),
  { weight: 3, arbitrary: fc.tuple(fc.constant("accept" as const), at) },
  fc.tuple(fc.constantFrom("getsockname" as const, "getpeername" as const), at),
  { weight: 2, arbitrary: fc.tuple(fc.constant("close" as const), at) },
  {
    weight: 5,
    arbitrary: fc.tuple(fc.constantFrom("send" as const, "sendall" as const), at, length),
  },
  {
    weight: 6,
    arbitrary: fc.tuple(fc.constantFrom("recv" as const, "recvfrom" as const), at, size),
  },
  { weight: 3, arbitrary: fc.tuple(fc.constant("sendto" as const), at, length, target) },
  {
    weight: 2,
    arbitrary: fc.tuple(
      fc.constant("shutdown" as const),
      at,
      fc.constantFrom("SHUT_RD" as const, "SHUT_WR" as const, "SHUT_RDWR" as const),
    ),
  },
  fc
    .tuple(at, option, fc.constantFrom(0, 1, 7))
    .map(([index, [level, name], value]): Step => ["setsockopt", index, level, name, value]),
  fc.tuple(at).map(([index]): Step => ["setsockopt", index, "SOL_SOCKET", "SO_LINGER", 0]),
  fc.tuple(at, option).map(([index, [level, name]]): Step => ["getsockopt", index, level, name]),
);

function family(): fc.Arbitrary<Family> {
  return fc.constantFrom("AF_INET", "AF_INET", "AF_INET", "AF_INET6");
}
function type(): fc.Arbitrary<SocketType> {
  return fc.constantFrom("SOCK_STREAM", "SOCK_DGRAM");
}

/** What most programs begin with, so that random calls find something to act on. */
const beginnings: fc.Arbitrary<readonly Step[]> = fc.oneof(
  fc.tuple(fc.constant("socket" as const), family(), type()).map((made) => [made]),
  family().map((of): Step[] => [
    ["socket", of, "SOCK_STREAM"],
    ["bind", 0, ["at", "", 0]],
    ["listen", 0, 8],
    ["socket", of, "SOCK_STREAM"],
    ["connect", 1, ["of", 0]],
    ["accept", 0],
  ]),
  family().map((of): Step[] => [
    ["socket", of, "SOCK_DGRAM"],
    ["bind", 0, ["at", "", 0]],
    ["socket", of, "SOCK_DGRAM"],
  ]),
);

export const sequences: fc.Arbitrary<readonly Step[]> = fc
  .tuple(beginnings, fc.array(step, { maxLength: 14 }))
  .map(([first, rest]) => [...first, ...rest]);
