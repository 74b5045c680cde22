import type { Family } from "@sockscope/protocol";
import fc from "fast-check";
import type { Step } from "./steps.fixture.ts";

/** The listening socket, and the two ends of its one connection. */
const LISTENER = 0;
const end = fc.constantFrom(1, 2);

const length = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(1, 2, 5, 100, 3000) },
  { weight: 1, arbitrary: fc.constantFrom(64 * 1024, 70_000) },
);
const size = fc.constantFrom(1, 2, 3, 64, 4096, 64 * 1024, 100_000);
/** ms. Mostly short, so that many sequences can be run. */
const pause = fc.oneof(
  { weight: 6, arbitrary: fc.constant(0) },
  { weight: 4, arbitrary: fc.constant(1) },
  { weight: 1, arbitrary: fc.constantFrom(5, 20) },
);

const one = (step: fc.Arbitrary<Step>): fc.Arbitrary<readonly Step[]> => step.map((made) => [made]);
const linger = (at: number): Step => ["setsockopt", at, "SOL_SOCKET", "SO_LINGER", 0];

const call: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(fc.constantFrom("send" as const, "sendall" as const), end, length),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(end, length)
      .map(([at, many]): Step => ["sendto", at, many, ["of", LISTENER]]),
  },
  { weight: 7, arbitrary: fc.tuple(fc.constant("recv" as const), end, size) },
  { weight: 1, arbitrary: fc.tuple(fc.constant("recvfrom" as const), end, size) },
  { weight: 3, arbitrary: fc.tuple(fc.constant("drain" as const), end, size) },
  { weight: 2, arbitrary: fc.tuple(fc.constant("close" as const), end) },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.constant("shutdown" as const), end, fc.constant("SHUT_WR" as const)),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(
      fc.constant("shutdown" as const),
      end,
      fc.constantFrom("SHUT_RD" as const, "SHUT_RDWR" as const),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom("getsockname" as const, "getpeername" as const), end),
  },
  {
    weight: 1,
    arbitrary: end.map((at): Step => ["getsockopt", at, "SOL_SOCKET", "SO_ERROR"]),
  },
);

const steps: fc.Arbitrary<readonly Step[]> = fc.oneof(
  { weight: 12, arbitrary: one(call) },
  { weight: 5, arbitrary: one(fc.tuple(fc.constant("pause" as const), pause)) },
  // Bytes followed by a reset.
  {
    weight: 1,
    arbitrary: fc
      .tuple(end, length)
      .map(([at, many]): Step[] => [linger(at), ["sendall", at, many], ["close", at]]),
  },
  { weight: 1, arbitrary: end.map((at): Step[] => [linger(at), ["close", at]]) },
  // Closing with bytes that this end has not read.
  {
    weight: 1,
    arbitrary: fc
      .tuple(end, length, fc.boolean())
      .map(([at, many, looks]): Step[] => [
        ["send", 3 - at, many],
        ...(looks ? [["recv", at, 1] as const] : []),
        ["close", at],
      ]),
  },
);

const opened = (family: Family): readonly Step[] => [
  ["socket", family, "SOCK_STREAM"],
  ["bind", LISTENER, ["at", "", 0]],
  ["listen", LISTENER, 8],
  ["socket", family, "SOCK_STREAM"],
  ["connect", 1, ["of", LISTENER]],
  ["accept", LISTENER],
  // Otherwise the kernel holds small segments back until others are acknowledged, which takes long.
  ["setsockopt", 1, "IPPROTO_TCP", "TCP_NODELAY", 1],
  ["setsockopt", 2, "IPPROTO_TCP", "TCP_NODELAY", 1],
];

/** A connection, and what its two ends do: send, end, reset, or nothing for a while. */
export const conversations: fc.Arbitrary<readonly Step[]> = fc
  .tuple(
    fc.constantFrom<Family[]>("AF_INET", "AF_INET", "AF_INET6"),
    fc.array(steps, { minLength: 3, maxLength: 12 }),
  )
  .map(([family, rest]) => [...opened(family), ...rest.flat()]);
