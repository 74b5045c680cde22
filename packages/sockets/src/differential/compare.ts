import type { Answer, Step } from "./steps.fixture.ts";

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
  readonly here: RegExp;
  readonly there: RegExp;
  /** Only after a call like this. */
  readonly after?: (step: Step, here: string) => boolean;
}

const isShutdown = (step: Step): boolean => step[0] === "shutdown";
const isFailedConnect = ([verb]: Step, here: string): boolean =>
  verb === "connect" && here.startsWith("E");
const isFailedSend = ([verb]: Step, here: string): boolean =>
  verb.startsWith("send") && /^(ECONNRESET|EPIPE)$/.test(here);

/**
 * The known differences, with their reasons in ARCHITECTURE.md. What comes after one in the same
 * sequence acts on sockets that differ, so it is not compared.
 */
const KNOWN: readonly Known[] = [
  // Node takes no port 0 for UDP.
  { verbs: ["connect"], here: /^EINVAL$/, there: /^null$/ },
  { verbs: ["sendto"], here: /^EINVAL$/, there: /^(\d+|EPIPE)$/ },
  // Node takes no address for a connected UDP socket.
  { verbs: ["sendto"], here: /^EISCONN$/, there: /^(\d+|ECONNREFUSED)$/ },
  // A socket that connects without `bind` has SO_REUSEADDR here only if libuv sets it: it does not.
  { verbs: ["bind"], here: /^EADDRINUSE$/, there: /^null$/ },
  // Nor has a socket here a port any more whose `connect` failed.
  { verbs: ["bind"], here: /^null$/, there: /^EADDRINUSE$/, after: isFailedConnect },
  // A connection that is over leaves a socket that Linux lets be bound again.
  { verbs: ["bind"], here: /^EINVAL$/, there: /^(null|EADDRINUSE)$/ },
  { verbs: ["setsockopt"], here: /^EINVAL$/, there: /^null$/ },
  // Node does not say that shutdown(2) failed because a reset had ended the connection.
  { verbs: ["shutdown"], here: /^null$/, there: /^ENOTCONN$/ },
  // After SHUT_RDWR the kernel resets when data come; Node can only shut the writing.
  {
    verbs: ["recv", "recvfrom"],
    here: /^\[?"[0-9a-f]*"/,
    there: /^ECONNRESET$/,
    after: isShutdown,
  },
  {
    verbs: ["send", "sendall", "sendto"],
    here: /^(\d+|null)$/,
    there: /^(EPIPE|ECONNRESET)$/,
    after: isShutdown,
  },
  // A shutdown of a socket without a connection, which fails, leaves Linux's with more than ours.
  { verbs: ["connect"], here: /^null$/, there: /^ECONN(ABORTED|REFUSED)$/, after: isShutdown },
  // A reset or a refusal is seen when Node polls next, and not by calls that need no poll.
  { verbs: ["send", "sendall", "sendto"], here: /^EPIPE$/, there: /^ECONN(RESET|REFUSED)$/ },
  { verbs: ["getpeername"], here: /^\[/, there: /^ENOTCONN$/ },
  { verbs: ["getsockopt"], here: /^0$/, there: /^"E[A-Z]+"$/ },
  // The address is bound anew, which cannot be while an old connection has the same two ends.
  { verbs: ["connect"], here: /^EADDRNOTAVAIL$/, there: /^ECONNREFUSED$/ },
  // A send that fails closes the connection in Node, and what was unread with it.
  {
    verbs: ["recv", "recvfrom"],
    here: /^(\[?""|ECONNRESET$)/,
    there: /^\[?"[0-9a-f]+"/,
    after: isFailedSend,
  },
  // Node does not ask the kernel when there is nothing to send.
  { verbs: ["send", "sendall", "sendto"], here: /^(0|null)$/, there: /^EPIPE$/ },
];

/** Of a stream, what was read ahead can be given before what came later: fewer bytes, the same. */
function isRestOfReadAhead(step: Step | undefined, here: string, there: string): boolean {
  const bytes = (outcome: string): string => /^\[?"([0-9a-f]+)"/.exec(outcome)?.[1] ?? "";
  const isRead = step?.[0] === "recv" || step?.[0] === "recvfrom";
  return isRead && bytes(here) !== "" && bytes(there).startsWith(bytes(here)) && here !== there;
}

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
  const happened = (after: Known["after"], before: number): boolean =>
    after === undefined ||
    steps.slice(0, before).some((step, index) => after(step, here[index] ?? ""));
  const first = here.findIndex(
    (outcome, index) =>
      isRestOfReadAhead(steps[index], outcome, there[index] ?? "") ||
      KNOWN.some(
        (known) =>
          known.verbs.includes(steps[index]?.[0] ?? "socket") &&
          known.here.test(outcome) &&
          happened(known.after, index) &&
          known.there.test(there[index] ?? ""),
      ),
  );
  const end = first < 0 ? here.length : first;
  const label = (outcome: string, index: number): string =>
    `${JSON.stringify(steps[index])} ${outcome}`;
  return [here.slice(0, end).map(label), there.slice(0, end).map(label)];
}
