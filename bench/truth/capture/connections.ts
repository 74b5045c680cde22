import type { Captured } from "./capture.ts";
import type { TcpPacket } from "./pcap.ts";

/** A captured segment, numbered from the beginning of its connection; the SYN has number 0. */
export interface WireSegment
  extends Pick<TcpPacket, "from" | "to" | "flags" | "seq" | "ack" | "window" | "length"> {
  readonly t: number;
}

export interface WireConnection {
  readonly client: string;
  readonly server: string;
  readonly segments: readonly WireSegment[];
}

/** The same for both directions. */
export const pairKey = (one: string, other: string): string => [one, other].toSorted().join(" ");

interface Open {
  readonly client: string;
  readonly server: string;
  readonly segments: WireSegment[];
  /** The numbers with which both ends began. */
  readonly starts: Map<string, number>;
}

/** Each connection whose beginning was captured, by `pairKey`, oldest first. */
export function connectionsOf({
  packets,
  clock,
}: Captured): ReadonlyMap<string, readonly WireConnection[]> {
  const all = new Map<string, Open[]>();
  for (const packet of packets) {
    if (packet.kind !== "tcp") continue;
    const key = pairKey(packet.from, packet.to);
    const known = all.get(key) ?? [];
    let open = known.at(-1);
    if (begins(packet) && !(open && open.starts.get(packet.from) === packet.seq)) {
      open = { client: packet.from, server: packet.to, segments: [], starts: new Map() };
      known.push(open);
      all.set(key, known);
    }
    if (!open) continue;
    if (packet.flags.syn) open.starts.set(packet.from, packet.seq);
    const { from, to, flags, window, length } = packet;
    const t = clock.t(packet.seconds, packet.nanoseconds);
    const since = (number: number, end: string) =>
      (number - (open.starts.get(end) ?? number)) >>> 0;
    open.segments.push({
      ...{ t, from, to, flags, window, length },
      seq: since(packet.seq, from),
      ack: flags.ack ? since(packet.ack, to) : 0,
    });
  }
  return all;
}

const begins = ({ flags }: TcpPacket): boolean => flags.syn && !flags.ack;

/** What is compared with the picture: each control segment by itself, and the acknowledgements of SYN and FIN. */
export interface WireControl {
  readonly kind: "SYN" | "SYN,ACK" | "ACK" | "FIN" | "RST";
  /** Of an ACK: what it is the first to acknowledge. */
  readonly of: "SYN" | "FIN" | null;
  readonly t: number;
  readonly from: string;
}

export function controlsOf({ client, segments }: WireConnection): readonly WireControl[] {
  const controls: WireControl[] = [];
  /** By the end that sent it: the number that acknowledges its FIN. */
  const finished = new Map<string, number>();
  const acknowledged = new Set<string>();
  for (const { t, from, to, flags, seq, ack, length } of segments) {
    const add = (kind: WireControl["kind"], of: WireControl["of"] = null): void => {
      controls.push({ kind, of, t, from });
    };
    if (flags.rst) {
      add("RST");
      continue;
    }
    if (flags.ack) {
      if (!flags.syn && from === client && !acknowledged.has("SYN")) {
        acknowledged.add("SYN");
        add("ACK", "SYN");
      }
      const end = finished.get(to);
      if (end !== undefined && ack >= end && !acknowledged.has(`FIN ${to}`)) {
        acknowledged.add(`FIN ${to}`);
        add("ACK", "FIN");
      }
    }
    if (flags.syn) add(flags.ack ? "SYN,ACK" : "SYN");
    if (flags.fin) {
      finished.set(from, seq + length + 1);
      add("FIN");
    }
  }
  return controls;
}

/** Bytes [from, to) of one direction, when its first and its last byte travelled. */
export interface WireBytes {
  readonly from: number;
  readonly to: number;
  readonly t: number;
}

/** The bytes of each direction that travelled for the first time, in order. */
export function bytesOf({ segments }: WireConnection, from: string): readonly WireBytes[] {
  const pieces: WireBytes[] = [];
  let reached = 0;
  for (const segment of segments) {
    if (segment.from !== from || segment.length === 0 || segment.flags.rst) continue;
    const first = segment.seq - 1;
    const to = first + segment.length;
    if (to <= reached) continue;
    pieces.push({ from: Math.max(first, reached), to, t: segment.t });
    reached = to;
  }
  return pieces;
}
