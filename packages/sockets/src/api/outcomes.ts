import type { Address } from "@sockscope/protocol";
import { type HostPort, hostPort } from "../os/address.ts";
import { type CloseState, closeResult, type QueueOf, type Received } from "../os/driver.ts";
import type { Outcome } from "./call.ts";

/*
 * What the answer of a driver becomes: the result that is recorded, and the value that the program
 * gets.
 */

const RETURNED: Outcome<void> = { value: undefined };

export const returned = (): Outcome<void> => RETURNED;

export const addressRecorded = (address: Address): Outcome<void> => ({
  result: { address },
  value: undefined,
});

export const addressGiven = (address: Address): Outcome<HostPort> => ({
  result: { address },
  value: hostPort(address),
});

export const queueRecorded = (queue: QueueOf): Outcome<void> => ({
  result: { queue },
  value: undefined,
});

export const countRecorded = (count: number): Outcome<void> => ({
  result: { count },
  value: undefined,
});

export const countGiven = (count: number): Outcome<number> => ({
  result: { count },
  value: count,
});

export const numberGiven = (value: number): Outcome<number> => ({ result: { value }, value });

export function closeRecorded(left: CloseState): Outcome<void> {
  const result = closeResult(left);
  return result === null ? RETURNED : { result, value: undefined };
}

/** The sender of a datagram as a program sees it; null on a stream. */
export const senderOf = (received: Received): HostPort | null =>
  received.kind === "datagram" && received.from !== null ? hostPort(received.from) : null;
