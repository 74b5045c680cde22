import type { Socket } from "node:dgram";
import { networkInterfaces } from "node:os";
import type { Family } from "@sockscope/protocol";
import type { Errno } from "../os/errno.ts";
import type { Setting } from "../os/options.ts";

type Membership = Extract<Setting, { kind: "membership" }>;

/** An interface as Node names it. Undefined for the kernel's choice, ENODEV if there is none. */
function nodeName(via: string, family: Family): string | undefined | Failed {
  if (family === "AF_INET") return via;
  if (via === "") return undefined;
  // Node treats an unknown name as the kernel's choice.
  const own = networkInterfaces()[via]?.find((one) => one.family === "IPv6");
  if (own?.family !== "IPv6") return NO_DEVICE;
  // Windows has numbers there.
  return `::%${process.platform === "win32" ? own.scopeid : via}`;
}

interface Failed {
  readonly failed: Errno;
}
const NO_DEVICE: Failed = { failed: "ENODEV" };

/** The answer of a socket with a descriptor. Throws Node's error. */
export function join({ joins, group, via }: Membership, socket: Socket, family: Family) {
  const name = nodeName(via, family);
  // As on Linux: a group cannot be left on an interface that does not exist.
  if (typeof name === "object") return joins ? name.failed : "EADDRNOTAVAIL";
  if (joins) socket.addMembership(group, name);
  else socket.dropMembership(group, name);
  return null;
}

/** Like `join`, for the interface through which it sends to groups. */
export function sendThrough(via: string, socket: Socket, family: Family): Errno | null {
  const name = nodeName(via, family);
  if (typeof name === "object") return name.failed;
  socket.setMulticastInterface(name ?? "::%0");
  return null;
}
