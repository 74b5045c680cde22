import type { RecordedPayload } from "@sockscope/sockets";

/** The maximum of peers, of all servers together, that are tracked at once. */
const PEERS = 256;
/** The number of ports: a server and its peer's port form one key. */
const PORTS = 65536;
/** ms in a second. */
const SECOND = 1000;

interface Peer {
  /** What the server sent to this peer last. */
  sent: RecordedPayload | null;
  /** How often in a row that came back unchanged, and since when (ms). */
  echoes: number;
  since: number;
}

export interface EchoLoopsOptions {
  /** Echoes in a row that count as endless. */
  readonly max: number;
  /** A lower rate than this does no harm. */
  readonly perSecond: number;
  /** ms, from any start. */
  readonly now: () => number;
}

/**
 * Detects a server and a foreign program that send each other the same datagram for ever. Whether
 * that program is a server is invisible. But no client would return so often, unchanged, what it
 * was sent.
 */
export class EchoLoops {
  readonly #options: EchoLoopsOptions;
  /** By server and port. The most recent one is the last. */
  readonly #peers = new Map<number, Peer>();

  constructor(options: EchoLoopsOptions) {
    this.#options = options;
  }

  sent(server: number, port: number, payload: RecordedPayload): void {
    const peer = this.#peers.get(server * PORTS + port);
    if (peer) peer.sent = payload;
  }

  /** True, once, when what the server receives completes an endless loop. */
  received(server: number, port: number, payload: RecordedPayload): boolean {
    const { max, perSecond, now } = this.#options;
    const peer = this.#peerOf(server, port);
    if (peer.sent === null || !isSame(peer.sent, payload)) {
      peer.echoes = 0;
      peer.sent = null;
      return false;
    }
    peer.sent = null;
    if (peer.echoes === 0) peer.since = now();
    peer.echoes += 1;
    if (peer.echoes < max) return false;
    const isFast = (peer.echoes * SECOND) / (now() - peer.since) >= perSecond;
    peer.echoes = 0;
    return isFast;
  }

  forget(server: number): void {
    for (const key of this.#peers.keys())
      if (Math.floor(key / PORTS) === server) this.#peers.delete(key);
  }

  #peerOf(server: number, port: number): Peer {
    const known = this.#peers.get(server * PORTS + port);
    if (known) return known;
    const peer: Peer = { sent: null, echoes: 0, since: 0 };
    this.#peers.set(server * PORTS + port, peer);
    const [oldest] = this.#peers.keys();
    if (this.#peers.size > PEERS && oldest !== undefined) this.#peers.delete(oldest);
    return peer;
  }
}

const isSame = (a: RecordedPayload, b: RecordedPayload): boolean =>
  a.length === b.length && Buffer.compare(a.kept, b.kept) === 0;
