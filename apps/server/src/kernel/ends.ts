import { networkInterfaces } from "node:os";
import type { Address } from "@sockscope/protocol";
import { canonicalHost } from "@sockscope/sockets";
import { parseIp } from "../system/ip-address.ts";
import { isLoopback } from "../system/loopback.ts";

/**
 * An end as Linux's tables write it: `0100007F:22B8`, `00000000000000000000000001000000:22B8`, with
 * words in this machine's byte order.
 */
export function endOf({ address, port }: Address): string {
  const hex = port.toString(16).toUpperCase().padStart(4, "0");
  return `${hosts.get(address) ?? hostOf(address)}:${hex}`;
}

/**
 * The cache's maximum. The same few hosts occur again and again; beyond this many it starts anew.
 */
const REMEMBERED = 256;
const hosts = new Map<string, string>();

function hostOf(address: string): string {
  const bytes = parseIp(address)?.toByteArray() ?? [];
  let text = "";
  for (let word = 0; word < bytes.length; word += 4)
    for (let byte = 3; byte >= 0; byte -= 1)
      text += (bytes[word + byte] ?? 0).toString(16).toUpperCase().padStart(2, "0");
  if (hosts.size >= REMEMBERED) hosts.clear();
  hosts.set(address, text);
  return text;
}

/** The address of an end in the tables. */
export function addressOf(end: string): Address {
  const [hex = "", port = ""] = end.split(":");
  const bytes = Array.from({ length: hex.length / 2 }, (_, index) => {
    const at = index - (index % 4) + 3 - (index % 4);
    return Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16);
  });
  if (bytes.length === 4)
    return { address: bytes.join("."), port: Number.parseInt(port, 16), family: "AF_INET" };
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((bytes[2 * index] ?? 0) * 256 + (bytes[2 * index + 1] ?? 0)).toString(16),
  );
  const address = canonicalHost(groups.join(":"));
  return { address, port: Number.parseInt(port, 16), family: "AF_INET6" };
}

/** Whether the end at this address would be in this machine's tables. */
export function isHere({ address }: Address): boolean {
  if (isLoopback(address)) return true;
  return Object.values(networkInterfaces()).some((some) =>
    some?.some((one) => one.address === address),
  );
}

/** The address reached by a connection to "every address of this machine". */
export function reached(target: Address): Address {
  if (target.address === "0.0.0.0") return { ...target, address: "127.0.0.1" };
  return target.address === "::" ? { ...target, address: "::1" } : target;
}
