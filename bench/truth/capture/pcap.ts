// Reads what tcpdump writes: classic pcap, Ethernet, "cooked" and loopback frames, IPv4 and IPv6.

/** When a packet was captured. */
interface Stamp {
  readonly seconds: number;
  readonly nanoseconds: number;
}

export interface TcpPacket extends Stamp {
  readonly kind: "tcp";
  /** `127.0.0.1:8888`, `[::1]:8888`. */
  readonly from: string;
  readonly to: string;
  readonly flags: TcpFlags;
  readonly seq: number;
  readonly ack: number;
  readonly window: number;
  /** Bytes of payload. */
  readonly length: number;
}

export interface TcpFlags {
  readonly fin: boolean;
  readonly syn: boolean;
  readonly rst: boolean;
  readonly ack: boolean;
}

export interface UdpPacket extends Stamp {
  readonly kind: "udp";
  readonly from: string;
  readonly to: string;
  readonly length: number;
}

/** ICMP "port unreachable": it quotes the datagram that nobody took. */
export interface UnreachablePacket extends Omit<UdpPacket, "kind"> {
  readonly kind: "unreachable";
}

export type Packet = TcpPacket | UdpPacket | UnreachablePacket;

const TCP = 6;
const UDP = 17;
const ICMP = 1;
const ICMP6 = 58;

/** All whole packets of a file that may still be growing; what is no TCP, UDP or ICMP is left out. */
export function readPcap(file: Buffer): readonly Packet[] {
  if (file.length < 24) return [];
  const magic = file.readUInt32LE(0);
  if (magic !== 0xa1b23c4d && magic !== 0xa1b2c3d4) throw new Error("not a pcap file of this kind");
  const unit = magic === 0xa1b23c4d ? 1 : 1000;
  const skip = frameHeader(file.readUInt32LE(20) & 0xffff);
  const packets: Packet[] = [];
  for (let at = 24; at + 16 <= file.length; ) {
    const length = file.readUInt32LE(at + 8);
    if (at + 16 + length > file.length) break;
    const stamp = {
      seconds: file.readUInt32LE(at),
      nanoseconds: file.readUInt32LE(at + 4) * unit,
    };
    const packet = readIp(file.subarray(at + 16 + skip, at + 16 + length), stamp);
    if (packet) packets.push(packet);
    at += 16 + length;
  }
  return packets;
}

function frameHeader(linktype: number): number {
  switch (linktype) {
    case 0:
      return 4;
    case 1:
      return 14;
    case 113:
      return 16;
    case 276:
      return 20;
    default:
      throw new Error(`no reader for link type ${linktype}`);
  }
}

interface Ip {
  readonly protocol: number;
  readonly from: string;
  readonly to: string;
  readonly body: Buffer;
  /** Of the body, also what was not captured. */
  readonly length: number;
}

function ipOf(bytes: Buffer): Ip | null {
  const version = (bytes[0] ?? 0) >> 4;
  if (version === 4 && bytes.length >= 20) {
    const header = ((bytes[0] ?? 0) & 15) * 4;
    const v4 = (at: number) => [...bytes.subarray(at, at + 4)].join(".");
    return {
      protocol: bytes[9] ?? 0,
      from: v4(12),
      to: v4(16),
      body: bytes.subarray(header),
      length: bytes.readUInt16BE(2) - header,
    };
  }
  if (version === 6 && bytes.length >= 40)
    return {
      protocol: bytes[6] ?? 0,
      from: v6(bytes.subarray(8, 24)),
      to: v6(bytes.subarray(24, 40)),
      body: bytes.subarray(40),
      length: bytes.readUInt16BE(4),
    };
  return null;
}

/** In brackets and shortened, as it is written before a port. */
function v6(bytes: Buffer): string {
  const groups = Array.from({ length: 8 }, (_, group) =>
    bytes.readUInt16BE(2 * group).toString(16),
  );
  return new URL(`http://[${groups.join(":")}]/`).hostname;
}

function readIp(bytes: Buffer, stamp: Stamp): Packet | null {
  const ip = ipOf(bytes);
  if (ip === null) return null;
  const { body, protocol } = ip;
  if (protocol === TCP && body.length >= 20) {
    const bits = body[13] ?? 0;
    return {
      kind: "tcp",
      ...stamp,
      ...ends(ip),
      flags: {
        fin: (bits & 1) !== 0,
        syn: (bits & 2) !== 0,
        rst: (bits & 4) !== 0,
        ack: (bits & 16) !== 0,
      },
      seq: body.readUInt32BE(4),
      ack: body.readUInt32BE(8),
      window: body.readUInt16BE(14),
      length: ip.length - ((body[12] ?? 0) >> 4) * 4,
    };
  }
  if (protocol === UDP && body.length >= 8)
    return { kind: "udp", ...stamp, ...ends(ip), length: body.readUInt16BE(4) - 8 };
  const unreachable =
    (protocol === ICMP && body[0] === 3 && body[1] === 3) ||
    (protocol === ICMP6 && body[0] === 1 && body[1] === 4);
  const quoted = unreachable ? ipOf(body.subarray(8)) : null;
  if (quoted?.protocol !== UDP || quoted.body.length < 8) return null;
  const length = quoted.body.readUInt16BE(4) - 8;
  return { kind: "unreachable", ...stamp, ...ends(quoted), length };
}

const ends = ({ from, to, body }: Ip) => ({
  from: `${from}:${body.readUInt16BE(0)}`,
  to: `${to}:${body.readUInt16BE(2)}`,
});
