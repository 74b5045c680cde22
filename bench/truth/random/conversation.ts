import { seededRandom } from "../../../packages/sockets/src/link/random.ts";

/** Which end makes a call: 0 the client, 1 the server. */
export type Side = 0 | 1;

/** One call of one end, or a pause of it. */
export type Op =
  | { readonly side: Side; readonly do: "send" | "recv"; readonly size: number }
  | { readonly side: Side; readonly do: "pause"; readonly ms: number }
  | { readonly side: Side; readonly do: "shutdown" | "close" | "reset" | "die" };

/** Which end is a Python program. */
export type Cast = "ours" | "python-client" | "python-server";

/** What two ends do, in order; the stage is compared with the kernel after each half. */
export interface Conversation {
  readonly index: number;
  readonly cast: Cast;
  readonly halves: readonly [readonly Op[], readonly Op[]];
}

/** From one byte to 3 MB, as many small ones as large ones. */
const LARGEST = 3_000_000;

const WEIGHTS = [
  ["send", 34],
  ["recv", 30],
  ["pause", 8],
  ["shutdown", 9],
  ["close", 11],
  ["reset", 5],
  ["die", 3],
] as const;

/** The conversation with this number of this seed: always the same. */
export function conversation(seed: number, index: number, foreign: boolean): Conversation {
  const chance = seededRandom(Math.imul(seed, 0x9e3779b1) + index);
  const cast: Cast = !foreign ? "ours" : chance() < 0.5 ? "python-client" : "python-server";
  const size = (): number => Math.max(1, Math.floor(LARGEST ** chance()));
  const half = (): readonly Op[] => Array.from({ length: 1 + Math.floor(chance() * 6) }, op);
  function op(): Op {
    const side: Side = chance() < 0.5 ? 0 : 1;
    let left = chance() * 100;
    const [verb] = WEIGHTS.find(([, weight]) => (left -= weight) < 0) ?? WEIGHTS[0];
    switch (verb) {
      case "send":
      case "recv":
        return { side, do: verb, size: size() };
      case "pause":
        return { side, do: verb, ms: Math.floor(chance() * 30) };
      default:
        return { side, do: verb };
    }
  }
  return { index, cast, halves: [half(), half()] };
}

export const opText = (op: Op): string => {
  const who = op.side === 0 ? "client" : "server";
  if (op.do === "pause") return `${who} pauses ${op.ms} ms`;
  return "size" in op ? `${who} ${op.do}(${op.size})` : `${who} ${op.do}`;
};
