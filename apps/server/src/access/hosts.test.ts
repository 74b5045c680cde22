import { expect, test } from "vitest";
import { hostsOf } from "./hosts.ts";

test.each(["0:0:0:0:0:0:0:0", "::0", "0::"])("%s is the wildcard of IPv6", async (host) => {
  expect(await hostsOf(host)).toMatchObject({ first: "::", also: ["0.0.0.0"] });
});

test.each(["2001:DB8::5", "2001:db8:0:0:0:0:0:5"])(
  "a server at %s has the name that browsers send for it",
  async (host) => {
    const { first, also, names } = await hostsOf(host);
    expect(first).toBe("2001:db8::5");
    expect(also).toEqual(["127.0.0.1", "::1"]);
    expect(names).toContain("2001:db8::5");
  },
);

test.each([
  ["127.0.0.1", "127.0.0.1", ["::1"]],
  ["localhost", "127.0.0.1", ["::1"]],
  ["127.0.0.2", "127.0.0.2", ["127.0.0.1", "::1"]],
  ["0:0::1", "::1", ["127.0.0.1"]],
])("only this machine reaches a server at %s", async (host, first, also) => {
  expect(await hostsOf(host)).toMatchObject({ first, also, outside: [] });
});
