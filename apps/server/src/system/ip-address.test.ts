import { expect, test } from "vitest";
import { hasZone, isIn, parseIp } from "./ip-address.ts";
import { isLoopback } from "./loopback.ts";

/** The range of an address, with "zone" if it has one. Null for a text that is no address. */
function rangeOf(text: string): string | null {
  const address = parseIp(text);
  if (address === null) return null;
  return hasZone(address) ? `${address.range()} zone` : address.range();
}

test.each([
  ["127.0.0.1", "loopback"],
  ["127.255.255.255", "loopback"],
  ["::1", "loopback"],
  ["0:0:0:0:0:0:0:1", "loopback"],
  ["0000:0000:0000:0000:0000:0000:0000:0001", "loopback"],
  ["::0.0.0.1", "ipv4Mapped"],
  ["::1%lo", "loopback zone"],
  ["fe80::1", "linkLocal"],
  ["fe80::1%eth0", "linkLocal zone"],
  ["FE80::1%1", "linkLocal zone"],
  ["::ffff:127.0.0.1", "ipv4Mapped"],
  ["::FFFF:7f00:1", "ipv4Mapped"],
  ["0:0:0:0:0:ffff:127.0.0.1", "ipv4Mapped"],
  ["64:ff9b::127.0.0.1", "rfc6052"],
  ["2002:7f00:1::", "6to4"],
  ["0.0.0.0", "unspecified"],
  ["0.0.0.1", "unspecified"],
  ["::", "unspecified"],
  ["0:0::0", "unspecified"],
  ["224.0.0.1", "multicast"],
  ["ff02::1", "multicast"],
  ["255.255.255.255", "broadcast"],
  ["169.254.169.254", "linkLocal"],
  ["10.0.0.1", "private"],
  ["fc00::1", "uniqueLocal"],
  ["128.0.0.1", "unicast"],
  ["126.255.255.255", "unicast"],
])("%s is %s", (text, range) => {
  expect(rangeOf(text)).toBe(range);
  // Only an address whose bytes are loopback, and without a zone, belongs to this machine.
  expect(isLoopback(text)).toBe(range === "loopback");
});

test.each([
  // Short, numeric, octal and hexadecimal forms, which a resolver may read as 127.0.0.1.
  ...["127.1", "127.0.1", "2130706433", "017700000001", "0x7f000001", "0x7f.1", "0x7f.0.0.1"],
  ...["0177.0.0.1", "127.0.0.01", "127.0.0.08", "0127.0.0.1", "00.0.0.0", "0", "1"],
  // Brackets, ports, networks, spaces.
  ...["[::1]", "[127.0.0.1]", "127.0.0.1:80", "[::1]:80", "127.0.0.1/8", "::1/128"],
  ...[" 127.0.0.1", "127.0.0.1 ", "127.0.0.1\n", "127.0.0.1\0", "::1 ", "", "."],
  // Too many parts, or too few.
  ...["127.0.0", "127.0.0.1.", "127.0.0.1.1", "127..0.1", "256.0.0.1", "127.0.0.-1", "1e2.0.0.1"],
  ...[":::1", "::1::", "1::2::3", "12345::", "::g", "0:0:0:0:0:0:0:0:1", ":1", "1:", "::00001"],
  ...["::ffff:127.1", "::ffff:0177.0.0.1", "::ffff:127.0.0.01", "::ffff:256.0.0.1", "::1%"],
  // Texts that some parsers read as dots and digits, and names.
  ...[
    "127。0。0。1",
    "①②⑦.0.0.1",
    "١٢٧.0.0.1",
    "localhost",
    "LOCALHOST",
    "example.org",
    "127.evil",
  ],
])("%j is no address", (text) => {
  expect(parseIp(text)).toBeNull();
  expect(isLoopback(text)).toBe(false);
});

test("an address is only in networks of its own family", () => {
  const inside = (text: string, network: string): boolean | undefined => {
    const address = parseIp(text);
    return address === null ? undefined : isIn(address, network);
  };
  expect(inside("224.0.0.0", "224.0.0.0/3")).toBe(true);
  expect(inside("223.255.255.255", "224.0.0.0/3")).toBe(false);
  expect(inside("2001:db8::1", "2000::/3")).toBe(true);
  expect(inside("3fff:ffff::1", "2000::/3")).toBe(true);
  expect(inside("4000::", "2000::/3")).toBe(false);
  expect(inside("1fff::", "2000::/3")).toBe(false);
  expect(inside("224.0.0.1", "2000::/3")).toBe(false);
  expect(inside("::ffff:224.0.0.1", "224.0.0.0/3")).toBe(false);
});
