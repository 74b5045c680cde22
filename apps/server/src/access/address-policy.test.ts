import { expect, test } from "vitest";
import { allowBind, type OwnInterfaces } from "./address-policy.ts";

const outcome = (check: () => unknown): unknown => {
  try {
    return check();
  } catch (error) {
    return (error as { problem: { code: string } }).problem.code;
  }
};

test.each([
  ["127.0.0.1", { host: "127.0.0.1", family: "AF_INET" }],
  ["127.8.9.10", { host: "127.8.9.10", family: "AF_INET" }],
  ["localhost", { host: "127.0.0.1", family: "AF_INET" }],
  ["::1", { host: "::1", family: "AF_INET6" }],
  ["0:0:0:0:0:0:0:1", { host: "::1", family: "AF_INET6" }],
])("loopback passes: %s", (text, allowed) => {
  expect(outcome(() => allowBind(text))).toEqual(allowed);
});

test.each([
  "127.1",
  "2130706433",
  "0x7f.1",
  "0x7f000001",
  "017700000001",
  "0177.0.0.1",
  "0",
  "127.0.0.1.",
  "127.0.0.1:80",
  "[::1]",
  "::1%lo",
  "fe80::1%eth0",
  "LOCALHOST",
  "example.org",
  " 127.0.0.1",
  "",
])("only full literals are addresses: %j", (text) => {
  expect(outcome(() => allowBind(text))).toBe("not-an-address");
});

test.each([
  "0.0.0.0",
  "255.255.255.255",
  "224.0.0.1",
  "::",
  "::ffff:127.0.0.1",
  "::ffff:0.0.0.0",
  "::127.0.0.1",
  "fe80::1",
  "ff02::1",
])("what other machines could reach is refused: %s", (text) => {
  expect(outcome(() => allowBind(text))).toBe("not-loopback");
});

const own = (): OwnInterfaces => [
  { address: "198.51.100.77", netmask: "255.255.255.248", family: "IPv4" },
  { address: "203.0.113.9", netmask: "255.255.255.255", family: "IPv4" },
  { address: "192.0.2.5", netmask: "255.255.255.0", family: "IPv4" },
  { address: "2001:db8::5", netmask: "ffff:ffff:ffff:ffff::", family: "IPv6" },
];

test.each([
  ...["192.0.2.5", "192.0.2.0", "192.0.2.255", "198.51.100.72", "198.51.100.79", "203.0.113.9"],
  ...["2001:db8::5", "2001:DB8:0::5"],
])("this machine's own address, or a broadcast of its network, is refused: %s", (text) => {
  expect(outcome(() => allowBind(text, own))).toBe("not-loopback");
});

test("bind leaves an address that is not on this machine to the kernel", () => {
  for (const text of ["198.51.100.71", "198.51.100.73", "198.51.100.78", "198.51.100.80"])
    expect(allowBind(text, own)).toEqual({ host: text, family: "AF_INET" });
  expect(allowBind("192.0.2.1", own)).toEqual({ host: "192.0.2.1", family: "AF_INET" });
  expect(allowBind("2001:db8::1", own)).toEqual({ host: "2001:db8::1", family: "AF_INET6" });
});
