import { familyOf } from "@sockscope/sockets";

/**
 * True for a literal in its usual spelling that only this machine can have: 127.0.0.0/8 and ::1.
 * False for IPv4-mapped ones: no socket of ours takes both families, so they are nobody's here.
 */
export const isLoopback = (address: string): boolean =>
  address === "::1" || (familyOf(address) === "AF_INET" && address.startsWith("127."));
