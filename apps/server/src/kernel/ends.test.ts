import { expect, test } from "vitest";
import { addressOf, endOf } from "./ends.ts";

test.each([
  [{ address: "127.0.0.1", port: 8888, family: "AF_INET" }, "0100007F:22B8"],
  [{ address: "::1", port: 22, family: "AF_INET6" }, "00000000000000000000000001000000:0016"],
  [
    { address: "::ffff:127.0.0.1", port: 80, family: "AF_INET6" },
    "0000000000000000FFFF00000100007F:0050",
  ],
  [{ address: "fe80::a:b", port: 1, family: "AF_INET6" }, "000080FE00000000000000000B000A00:0001"],
] as const)("the end %j is %s in /proc/net, and back", (address, end) => {
  expect(endOf(address)).toBe(end);
  expect(addressOf(end)).toEqual(address);
});
