import { expect, test } from "vitest";
import { addressesIn, lookUpHere } from "../system/hosts-file.ts";
import { TargetPolicy } from "./target-policy.ts";

const PORT = 4747;

/** The result for a target: the address that a program would get, or the reason for a refusal. */
async function outcome(policy: TargetPolicy, host: string, port: number): Promise<string> {
  try {
    return policy.allow(await policy.resolve({ host, port }), port).host;
  } catch (error) {
    return (error as { problem: { code: string } }).problem.code;
  }
}

const none = async (): Promise<string[]> => [];
const plain = new TargetPolicy(() => PORT, none);

test.each([
  ["127.0.0.1", "127.0.0.1"],
  ["127.8.9.10", "127.8.9.10"],
  ["127.255.255.255", "127.255.255.255"],
  ["localhost", "127.0.0.1"],
  ["::1", "::1"],
  ["0:0:0:0:0:0:0:1", "::1"],
])("this machine's loopback is reached, at any port but our own: %s", async (host, address) => {
  expect(await outcome(plain, host, 8888)).toBe(address);
  expect(await outcome(plain, host, PORT)).toBe("own-port");
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
  "127。0。0。1",
  "①②⑦.0.0.1",
  "[::1]",
  "::1%lo",
  "fe80::1%eth0",
  " 127.0.0.1",
  "a b",
  "",
])("another spelling of an address is none: %j", async (host) => {
  for (const port of [8888, PORT]) expect(await outcome(plain, host, port)).toBe("not-an-address");
});

test.each([
  "0.0.0.0",
  "255.255.255.255",
  "224.0.0.1",
  "239.255.255.250",
  "169.254.169.254",
  "10.0.0.1",
  "192.168.1.1",
  "126.255.255.255",
  "128.0.0.1",
  "::",
  "::ffff:127.0.0.1",
  "::ffff:7f00:1",
  "::ffff:0.0.0.0",
  "::127.0.0.1",
  "64:ff9b::7f00:1",
  "fe80::1",
  "fc00::1",
  "ff02::1",
  "2001:db8::1",
])("what is not loopback, or not surely, is never spoken to: %s", async (host) => {
  for (const port of [8888, PORT]) expect(await outcome(plain, host, port)).toBe("not-loopback");
});

test("a name resolves to the address that was checked, if all of its addresses pass", async () => {
  const names: Record<string, string[]> = {
    here: ["127.0.0.1", "::1"],
    six: ["0:0::1"],
    mixed: ["127.0.0.1", "192.0.2.1"],
    away: ["192.0.2.1"],
    any: ["0.0.0.0"],
    mapped: ["::ffff:127.0.0.1"],
    local: ["fe80::1"],
    group: ["224.0.0.1"],
    nobody: [],
  };
  const policy = new TargetPolicy(
    () => PORT,
    async (name) => names[name] ?? [],
  );
  expect(await outcome(policy, "here", 80)).toBe("127.0.0.1");
  expect(await outcome(policy, "six", 80)).toBe("::1");
  expect(await outcome(policy, "here", PORT)).toBe("own-port");
  for (const name of ["mixed", "away", "any", "mapped", "local", "group"])
    expect([name, await outcome(policy, name, 80)]).toEqual([name, "not-loopback"]);
  expect(await outcome(policy, "nobody", 80)).toBe("no-such-name");
});

test("a name is resolved only once, even if a second answer would differ", async () => {
  const answers = [["127.0.0.1"], ["192.0.2.1"]];
  let lookUps = 0;
  const policy = new TargetPolicy(
    () => PORT,
    async () => answers[lookUps++] ?? [],
  );
  // The program gets a literal: between check and use nothing is resolved again.
  expect(await outcome(policy, "flips", 80)).toBe("127.0.0.1");
  expect(lookUps).toBe(1);
  expect(await outcome(policy, "flips", 80)).toBe("not-loopback");
});

test("--allow-connect opens one address and port, under its name or itself", async () => {
  let now = ["192.0.2.7"];
  const lookUps: string[] = [];
  const lookUp = async (name: string) => {
    lookUps.push(name);
    return now;
  };
  const opened = [
    // Resolved again, this name would be this machine.
    { host: "printer.localhost", port: 631 },
    { host: "2001:db8::1", port: 80 },
  ];
  const policy = await TargetPolicy.create(opened, () => PORT, lookUp);
  now = ["127.0.0.1"];
  expect(await outcome(policy, "Printer.localhost", 631)).toBe("192.0.2.7");
  expect(await outcome(policy, "192.0.2.7", 631)).toBe("192.0.2.7");
  expect(await outcome(policy, "2001:db8:0::1", 80)).toBe("2001:db8::1");
  expect(lookUps).toEqual(["printer.localhost"]);
  expect(await outcome(policy, "192.0.2.7", 632)).toBe("not-loopback");
  expect(await outcome(policy, "printer.localhost", 632)).toBe("127.0.0.1");
  expect(await outcome(policy, "2001:db8::2", 80)).toBe("not-loopback");
});

test.each([
  ...["0.0.0.0", "0.1.2.3", "::", "224.0.0.1", "240.0.0.1", "255.255.255.255", "169.254.1.1"],
  ...["fe80::1", "febf::1", "fe80::1%eth0", "2001:db8::1%eth0", "ff02::1", "::ffff:192.0.2.1"],
])("--allow-connect opens the address of one machine, not %s", async (host) => {
  await expect(TargetPolicy.create([{ host, port: 80 }], () => PORT)).rejects.toThrow(host);
  await expect(
    TargetPolicy.create(
      [{ host: "name", port: 80 }],
      () => PORT,
      async () => [host],
    ),
  ).rejects.toThrow(host);
});

test("--allow-connect does not open Sockscope's own port", async () => {
  const policy = await TargetPolicy.create([{ host: "127.0.0.1", port: PORT }], () => PORT);
  expect(await outcome(policy, "127.0.0.1", PORT)).toBe("own-port");
});

test("names are resolved by the hosts file, and localhost is always this machine", async () => {
  const text =
    "127.0.1.1\tlaptop laptop.lan # mine\r\n#1.2.3.4 laptop\n::1 LAPTOP\nnonsense laptop";
  expect(addressesIn(text, "laptop")).toEqual(["127.0.1.1", "::1"]);
  expect(addressesIn(text, "lap")).toEqual([]);
  expect(addressesIn(text, "mine")).toEqual([]);
  for (const name of ["LOCALHOST", "localhost.", "a.localhost"])
    expect(await lookUpHere(name)).toEqual(["127.0.0.1", "::1"]);
  expect(await lookUpHere("no-such-name.invalid")).toEqual([]);
});
