import { READ_BUFFER } from "../tcp/read-buffer.ts";
import type { Step } from "./steps.fixture.ts";
import type { Met, Sock } from "./world.ts";

interface Known {
  readonly verbs: readonly Step[0][];
  /** Our answer and Python's. */
  readonly here: RegExp;
  readonly there: RegExp;
  /** The state of the socket to which it applies. */
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
/** Its writing is shut down, and more bytes have arrived than one read takes. */
const hasMuchBehind = ({ sock }: Met): boolean =>
  sock.shut.has("SHUT_WR") && (sock.other?.sent ?? 0) >= READ_BUFFER.length;
const isCut = (met: Met): boolean => isShut(met.sock) || isUnwanted(met);

/**
 * The known differences; docs/node-differences.md gives the reasons. Later calls of the same
 * sequence act on sockets that differ, so they are not compared.
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
  // A port that is free for one kind of socket may be taken for another: the machine is shared.
  {
    verbs: ["bind"],
    here: /^(null|EADDRINUSE)$/,
    there: /^(null|EADDRINUSE)$/,
    when: ({ sock, target }) =>
      target !== null && (target.type !== sock.type || target.family !== sock.family),
  },
  // On Linux a socket whose connection has ended can be bound again.
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
  // After SHUT_RDWR the kernel resets when data arrive. Node can only shut down the writing.
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
  // Node learns of a refused datagram only when it polls next.
  { verbs: SENDS, here: /^EPIPE$/, there: /^ECONNREFUSED$/, when: isDatagram },
  {
    verbs: ["getsockopt"],
    here: /^0$/,
    there: /^"ECONNREFUSED"$/,
    when: (met) => asksError(met) && isDatagram(met),
  },
  // Once the writing is shut down, a read reports a reset, unless more bytes than it takes come
  // before.
  { verbs: SENDS, here: /^EPIPE$/, there: /^ECONNRESET$/, when: hasMuchBehind },
  {
    verbs: ["getsockopt"],
    here: /^0$/,
    there: /^"ECONNRESET"$/,
    when: (met) => asksError(met) && hasMuchBehind(met),
  },
  // Linux does so since version 6. Older kernels use another port.
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
  // A shutdown before listening fails, and yet Linux ends the connections that arrive later.
  {
    verbs: RECEIVES,
    here: /^EAGAIN$/,
    there: /^\[?""/,
    when: ({ sock }) => sock.listener !== null && sock.listener.shut.size > 0,
  },
];

/**
 * After SHUT_RDWR the kernel discards arriving bytes, and returns those from before: the same, but
 * fewer.
 */
export function isMoreThanWanted(met: Met, here: string, there: string): boolean {
  return isShut(met.sock) && isRestOfReadAhead(met, there, here);
}

/** On a stream, bytes read ahead may be returned before later ones: the same bytes, but fewer. */
export function isRestOfReadAhead(met: Met, here: string, there: string): boolean {
  const bytes = (outcome: string): string => /^\[?"([0-9a-f]+)"/.exec(outcome)?.[1] ?? "";
  const isRead = met.step[0] === "recv" || met.step[0] === "recvfrom";
  if (!isRead || !isStream(met)) return false;
  return bytes(here) !== "" && bytes(there).startsWith(bytes(here)) && here !== there;
}
