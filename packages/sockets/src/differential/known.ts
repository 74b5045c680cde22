import { READ_BUFFER } from "../tcp/read-buffer.ts";
import type { Step } from "./steps.fixture.ts";
import type { Met, Sock } from "./world.ts";

interface Known {
  readonly verbs: readonly Step[0][];
  /** What we give and what Python gives. */
  readonly here: RegExp;
  readonly there: RegExp;
  /** Of which socket, after what. */
  readonly when?: (met: Met) => boolean;
}

const RECEIVES = ["recv", "recvfrom"] as const;
const SENDS = ["send", "sendall", "sendto"] as const;

const isDatagram = ({ sock }: Met): boolean => sock.type === "SOCK_DGRAM";
const isStream = ({ sock }: Met): boolean => sock.type === "SOCK_STREAM";
const isShut = (sock: Sock | null): boolean => sock?.shut.size === 2;
/** Its other end has shut down both directions. */
const isUnwanted = ({ sock }: Met): boolean => isShut(sock.other);
const asksError = ({ step }: Met): boolean => step[3] === "SO_ERROR";
/** Its writing is shut, and more has come to it than one read takes. */
const hasMuchBehind = ({ sock }: Met): boolean =>
  sock.shut.has("SHUT_WR") && (sock.other?.sent ?? 0) >= READ_BUFFER.length;
const isCut = (met: Met): boolean => isShut(met.sock) || isUnwanted(met);

/**
 * The known differences, with their reasons in docs/node-differences.md. What comes after one in the same
 * sequence acts on sockets that differ, so it is not compared.
 */
export const KNOWN: readonly Known[] = [
  // Node takes no port 0 for UDP.
  {
    verbs: ["connect"],
    here: /^EINVAL$/,
    there: /^null$/,
    when: (met) => isDatagram(met) && met.toPort0,
  },
  // Node takes no address for a connected UDP socket.
  { verbs: ["sendto"], here: /^EISCONN$/, there: /^(\d+|ECONNREFUSED)$/, when: isDatagram },
  // What is free for one kind of socket may be anybody's for another: the machine is shared.
  {
    verbs: ["bind"],
    here: /^(null|EADDRINUSE)$/,
    there: /^(null|EADDRINUSE)$/,
    when: ({ sock, target }) =>
      target !== null && (target.type !== sock.type || target.family !== sock.family),
  },
  // A connection that is over leaves a socket that Linux lets be bound again.
  {
    verbs: ["bind"],
    here: /^EINVAL$/,
    there: /^(null|EADDRINUSE)$/,
    when: (met) => isStream(met) && met.sock.wasConnected,
  },
  {
    verbs: ["setsockopt"],
    here: /^EINVAL$/,
    there: /^null$/,
    when: (met) => met.step[3] === "IPV6_V6ONLY" && isStream(met) && met.sock.wasConnected,
  },
  // After SHUT_RDWR the kernel resets when data come; Node can only shut the writing.
  { verbs: RECEIVES, here: /^\[?"[0-9a-f]*"/, there: /^(ECONNRESET$|\[?"")/, when: isCut },
  { verbs: ["drain"], here: /^\["/, there: /^\["[^"]*","(ECONNRESET|end)"\]$/, when: isCut },
  { verbs: SENDS, here: /^(\d+|null)$/, there: /^(EPIPE|ECONNRESET)$/, when: isUnwanted },
  { verbs: ["shutdown"], here: /^null$/, there: /^ENOTCONN$/, when: isCut },
  { verbs: ["getpeername"], here: /^\[/, there: /^ENOTCONN$/, when: isCut },
  { verbs: SENDS, here: /^EPIPE$/, there: /^ECONNRESET$/, when: isCut },
  {
    verbs: ["getsockopt"],
    here: /^0$/,
    there: /^"E[A-Z]+"$/,
    when: (met) => asksError(met) && isCut(met),
  },
  // Of a datagram that was refused Node hears when it polls next.
  { verbs: SENDS, here: /^EPIPE$/, there: /^ECONNREFUSED$/, when: isDatagram },
  {
    verbs: ["getsockopt"],
    here: /^0$/,
    there: /^"ECONNREFUSED"$/,
    when: (met) => asksError(met) && isDatagram(met),
  },
  // Once the writing is shut one read tells of a reset, if not more than that stands before it.
  { verbs: SENDS, here: /^EPIPE$/, there: /^ECONNRESET$/, when: hasMuchBehind },
  {
    verbs: ["getsockopt"],
    here: /^0$/,
    there: /^"ECONNRESET"$/,
    when: (met) => asksError(met) && hasMuchBehind(met),
  },
  // Linux says so since its sixth version; older ones take another port.
  {
    verbs: ["listen"],
    here: /^null$/,
    there: /^EINVAL$/,
    when: ({ sock }) => sock.hasFailedConnect,
  },
  {
    verbs: ["connect"],
    here: /^ECONNREFUSED$/,
    there: /^EINVAL$/,
    when: ({ sock }) => sock.wasListening && sock.shut.has("SHUT_RD"),
  },
  // A shutdown before it listens fails, and yet Linux ends the connections that come to it.
  {
    verbs: RECEIVES,
    here: /^EAGAIN$/,
    there: /^\[?""/,
    when: ({ sock }) => sock.listener !== null && sock.listener.shut.size > 0,
  },
];

/** After SHUT_RDWR the kernel throws away what comes, and gives what had come before: the same, less. */
export function isMoreThanWanted(met: Met, here: string, there: string): boolean {
  return isShut(met.sock) && isRestOfReadAhead(met, there, here);
}

/** Of a stream, what was read ahead can be given before what came later: fewer bytes, the same. */
export function isRestOfReadAhead(met: Met, here: string, there: string): boolean {
  const bytes = (outcome: string): string => /^\[?"([0-9a-f]+)"/.exec(outcome)?.[1] ?? "";
  const isRead = met.step[0] === "recv" || met.step[0] === "recvfrom";
  if (!isRead || !isStream(met)) return false;
  return bytes(here) !== "" && bytes(there).startsWith(bytes(here)) && here !== there;
}
