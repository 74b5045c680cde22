import { networkInterfaces } from "node:os";

/**
 * An IPv4 address of this machine that others could reach: who comes to it from here looks like
 * somebody from outside. Null where there is none.
 */
export const addressOfOurs = (): string | null =>
  Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ address, family }) => family === "IPv4" && !address.startsWith("127."))?.address ??
  null;
