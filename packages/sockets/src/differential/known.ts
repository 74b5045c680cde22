import { READ_BUFFER } from "../tcp/read-buffer.ts";
import type { Step } from "./steps.fixture.ts";
import type { CallState, Sock } from "./world.ts";

interface Known {
  readonly verbs: readonly Step[0][];
  /** Our answer and Python's. */
  readonly here: RegExp;
  readonly there: RegExp;
  /** The state of the socket to which it applies. */
  readonly when?: (state: CallState) => boolean;
}

const RECEIVES = ["recv", "recvfrom"] as const;
const SENDS = ["send", "sendall", "sendto"] as const;

const isDatagram = ({ sock }: CallState): boolean => sock.type === "SOCK_DGRAM";
const isStream = ({ sock }: CallState): boolean => sock.type === "SOCK_STREAM";
const isShut = (sock: Sock | null): boolean => sock?.shut.size === 2;
/** Its other end has shut down both directions. */
const isUnwanted = ({ sock }: CallState): boolean => isShut(sock.other);
const asksError = ({ step }: CallState): boolean => step[3] === "SO_ERROR";
/** Its writing is shut down, and more bytes have arrived than one read takes. */
const hasMuchBehind = ({ sock }: CallState): boolean =>
  sock.shut.has("SHUT_WR") && (sock.other?.sent ?? 0) >= READ_BUFFER.length;
const isCut = (state: CallState): boolean => isShut(state.sock) || isUnwanted(state);

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
    when: (state) => isDatagram(state) && state.toPort0,
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
    when: (state) => isStream(state) && state.sock.wasConnected,
  },
  {
    verbs: ["setsockopt"],
    here: /^EINVAL$/,
    there: /^null$/,
    when: (state) => state.step[3] === "IPV6_V6ONLY" && isStream(state) && state.sock.wasConnected,
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
    when: (state) => asksError(state) && isCut(state),
  },
  // Node learns of a refused datagram only when it polls next.
  { verbs: SENDS, here: /^EPIPE$/, there: /^ECONNREFUSED$/, when: isDatagram },
  {
    verbs: ["getsockopt"],
    here: /^0$/,
    there: /^"ECONNREFUSED"$/,
    when: (state) => asksError(state) && isDatagram(state),
  },
  // Once the writing is shut down, a read reports a reset, unless more bytes than it takes come
  // before.
  { verbs: SENDS, here: /^EPIPE$/, there: /^ECONNRESET$/, when: hasMuchBehind },
  {
    verbs: ["getsockopt"],
    here: /^0$/,
    there: /^"ECONNRESET"$/,
    when: (state) => asksError(state) && hasMuchBehind(state),
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
export function isMoreThanWanted(state: CallState, here: string, there: string): boolean {
  return isShut(state.sock) && isRestOfReadAhead(state, there, here);
}

/** On a stream, bytes read ahead may be returned before later ones: the same bytes, but fewer. */
export function isRestOfReadAhead(state: CallState, here: string, there: string): boolean {
  const bytes = (outcome: string): string => /^\[?"([0-9a-f]+)"/.exec(outcome)?.[1] ?? "";
  const isRead = state.step[0] === "recv" || state.step[0] === "recvfrom";
  if (!isRead || !isStream(state)) return false;
  return bytes(here) !== "" && bytes(there).startsWith(bytes(here)) && here !== there;
}
