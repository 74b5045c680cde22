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
const isCut = (met: Met): boolean => isShut(met.sock) || isUnwanted(met);

/**
 * The known differences, with their reasons in ARCHITECTURE.md. What comes after one in the same
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
  { verbs: RECEIVES, here: /^\[?"[0-9a-f]*"/, there: /^ECONNRESET$/, when: isCut },
  { verbs: SENDS, here: /^(\d+|null)$/, there: /^(EPIPE|ECONNRESET)$/, when: isUnwanted },
  { verbs: ["shutdown"], here: /^null$/, there: /^ENOTCONN$/, when: isCut },
  { verbs: ["getpeername"], here: /^\[/, there: /^ENOTCONN$/, when: isCut },
  // A refusal, or a reset once the writing is shut, is seen when Node polls next, and not by a call.
  {
    verbs: SENDS,
    here: /^EPIPE$/,
    there: /^ECONN(RESET|REFUSED)$/,
    when: (met) => isDatagram(met) || met.sock.shut.has("SHUT_WR"),
  },
  {
    verbs: ["getsockopt"],
    here: /^0$/,
    there: /^"E[A-Z]+"$/,
    when: ({ step }) => step[3] === "SO_ERROR",
  },
  // A shutdown before it listens fails, and yet Linux ends the connections that come to it.
  {
    verbs: RECEIVES,
    here: /^EAGAIN$/,
    there: /^\[?""/,
    when: ({ sock }) => sock.listener !== null && sock.listener.shut.size > 0,
  },
  // A send that fails closes the connection in Node, and what was unread with it.
  {
    verbs: RECEIVES,
    here: /^(\[?""|ECONNRESET$)/,
    there: /^\[?"[0-9a-f]+"/,
    when: (met) => isStream(met) && met.sock.hasFailedSend,
  },
  // Node does not ask the kernel when there is nothing to send.
  {
    verbs: SENDS,
    here: /^(0|null)$/,
    there: /^EPIPE$/,
    when: (met) => isStream(met) && met.step[2] === 0,
  },
];

/** Of a stream, what was read ahead can be given before what came later: fewer bytes, the same. */
export function isRestOfReadAhead(met: Met, here: string, there: string): boolean {
  const bytes = (outcome: string): string => /^\[?"([0-9a-f]+)"/.exec(outcome)?.[1] ?? "";
  const isRead = met.step[0] === "recv" || met.step[0] === "recvfrom";
  if (!isRead || !isStream(met)) return false;
  return bytes(here) !== "" && bytes(there).startsWith(bytes(here)) && here !== there;
}
