import { networkInterfaces } from "node:os";

/**
 * An address of this machine that others could reach: who comes to it from here looks like somebody
 * from outside. IPv4 where there is one, else IPv6 (one of a link needs its interface named, which
 * no URL can do). Null where there is none.
 */
export function addressOfOurs(): string | null {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const usable = all.filter(
    ({ address }) =>
      !address.startsWith("127.") && address !== "::1" && !/^fe[89ab]/i.test(address),
  );
  const found = usable.find(({ family }) => family === "IPv4") ?? usable[0];
  return found?.address ?? null;
}
