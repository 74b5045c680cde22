import { addressText } from "../address.ts";
import type { Event } from "../events.ts";
import { visibleText } from "./visible-text.ts";

/** Fields that are shown elsewhere: time, truth, the actor's name. */
const SHOWN_ELSEWHERE: ReadonlySet<string> = new Set([
  ...["seq", "t", "at", "truth", "source", "kind", "actor"],
]);

/**
 * An event as `socket.named: socket 3, address 127.0.0.1:8888`, safe to show: for a kind that has no
 * sentence of its own. The names are the protocol's, in every language.
 */
export function plainEventText(event: Event): string {
  const fields = Object.entries<unknown>(event)
    .filter(([name, value]) => !SHOWN_ELSEWHERE.has(name) && value !== undefined)
    .map(([name, value]) => `${name} ${visibleText(valueText(value))}`);
  return fields.length === 0 ? event.kind : `${event.kind}: ${fields.join(", ")}`;
}

function valueText(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return String(value);
  if (isAddress(value)) return addressText(value);
  return JSON.stringify(value);
}

const isAddress = (value: object): value is Parameters<typeof addressText>[0] =>
  "address" in value && "port" in value && "family" in value;
