import { type Call, type Flight, sizeText } from "@sockscope/trace";
import type { Dictionary } from "../../../i18n/index.ts";

const lengthOf = ({ cargo }: Flight): number => (cargo.kind === "segment" ? 0 : cargo.length);

/**
 * Who took the bytes of a send until a number of steps, in words: whole, in pieces, not yet.
 * `verb`: the verb that takes them.
 */
export function consumptionText(
  text: Dictionary["inspector"]["consumption"],
  flights: readonly Flight[],
  call: Call,
  steps: number,
): string {
  const verb = call.verb === "sendto" ? "recvfrom" : "recv";
  const carrying = flights.filter((flight) => flight.sentBy === call.id && lengthOf(flight) > 0);
  if (carrying.length === 0) return text.nobody;
  const by = new Map<number, number>();
  let waiting = 0;
  let lost = 0;
  for (const flight of carrying) {
    const isLost = flight.lostStep !== null && flight.lostStep < steps;
    const isConsumed =
      flight.consumedBy !== null && flight.endStep !== null && flight.endStep < steps;
    if (isConsumed) by.set(flight.consumedBy, (by.get(flight.consumedBy) ?? 0) + lengthOf(flight));
    else if (isLost) lost += lengthOf(flight);
    else waiting += lengthOf(flight);
  }
  const parts: string[] = [];
  const sizes = [...by.values()];
  if (sizes.length === 1 && waiting === 0 && lost === 0) parts.push(text.whole(verb));
  else if (sizes.length > 0) parts.push(text.pieces(sizes.length, verb, sizesText(sizes)));
  if (lost > 0) parts.push(text.lost(sizeText(lost)));
  const unseen = carrying.every(({ to }) => to === null || to.socket === null);
  if (waiting > 0) parts.push(unseen ? text.unseen : text.waiting(sizeText(waiting)));
  return parts.join("; ");
}

/** The sends whose bytes a recv took, in words; null where there is none to be named. */
export function holdsText(
  text: Dictionary["inspector"],
  flights: readonly Flight[],
  call: Call,
  verbOf: (send: number) => string | undefined,
): string | null {
  const by = new Map<number, number>();
  for (const flight of flights) {
    if (flight.consumedBy !== call.id || flight.sentBy === null) continue;
    by.set(flight.sentBy, (by.get(flight.sentBy) ?? 0) + lengthOf(flight));
  }
  const [first] = by.keys();
  if (first === undefined) return null;
  return text.holds(by.size, verbOf(first) ?? "send", sizesText([...by.values()]));
}

const sizesText = (sizes: readonly number[]): string => sizes.map(sizeText).join(" + ");
