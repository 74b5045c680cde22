import type { Answer, Step } from "./steps.ts";

/** Ports differ from run to run: they are numbered in the order in which they come up. */
function renumber(): (value: unknown) => unknown {
  const seen = new Map<number, string>();
  const port = (value: number): string | number => {
    if (value < 1024) return value;
    const name = seen.get(value) ?? `port ${seen.size + 1}`;
    seen.set(value, name);
    return name;
  };
  const walk = (value: unknown): unknown => {
    if (!Array.isArray(value)) return value;
    const [first, second] = value as readonly unknown[];
    if (typeof first === "string" && typeof second === "number") return [first, port(second)];
    return value.map(walk);
  };
  return walk;
}

interface Known {
  readonly verbs: readonly Step[0][];
  /** What we give and what Python gives. */
  readonly here: string;
  readonly there: RegExp;
}

/**
 * The known differences, with their reasons in ARCHITECTURE.md. What comes after one in the same
 * sequence acts on sockets that differ, so it is not compared.
 */
const KNOWN: readonly Known[] = [
  // Node takes no port 0 for UDP.
  { verbs: ["connect"], here: "EINVAL", there: /^null$/ },
  { verbs: ["sendto"], here: "EINVAL", there: /^(\d+|EPIPE)$/ },
  // Node takes no address for a connected UDP socket.
  { verbs: ["sendto"], here: "EISCONN", there: /^\d+$/ },
];

/** Both runs, one line a call, in a form in which they can be compared. */
export function comparable(
  steps: readonly Step[],
  mine: readonly Answer[],
  reference: readonly Answer[],
): [mine: string[], reference: string[]] {
  const lines = (answers: readonly Answer[]): string[] => {
    const shown = renumber();
    return answers.map((answer) =>
      "gave" in answer ? JSON.stringify(shown(answer.gave)) : answer.failed,
    );
  };
  const [here, there] = [lines(mine), lines(reference)];
  const first = here.findIndex((outcome, index) =>
    KNOWN.some(
      (known) =>
        known.verbs.includes(steps[index]?.[0] ?? "socket") &&
        known.here === outcome &&
        known.there.test(there[index] ?? ""),
    ),
  );
  const end = first < 0 ? here.length : first;
  const label = (outcome: string, index: number): string =>
    `${JSON.stringify(steps[index])} ${outcome}`;
  return [here.slice(0, end).map(label), there.slice(0, end).map(label)];
}
