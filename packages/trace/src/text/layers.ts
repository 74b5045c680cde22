import type { Address, SocketType } from "@sockscope/protocol";

/** From the application down; what lies below the link has no bytes of its own. */
export type LayerName = "application" | "transport" | "network" | "link";

export type FieldName =
  | "sourcePort"
  | "destinationPort"
  | "sequence"
  | "acknowledgement"
  | "dataOffset"
  | "flags"
  | "window"
  | "checksum"
  | "urgent"
  | "options"
  | "length"
  | "version"
  | "headerLength"
  | "serviceType"
  | "totalLength"
  | "identification"
  | "fragment"
  | "trafficClass"
  | "flowLabel"
  | "payloadLength"
  | "ttl"
  | "hopLimit"
  | "protocol"
  | "nextHeader"
  | "headerChecksum"
  | "sourceAddress"
  | "destinationAddress";

/** One field of a header. */
export interface HeaderField {
  readonly name: FieldName;
  /** Null where it varies. */
  readonly bits: number | null;
  /** Null: nobody captured it, and it does not follow from anything that was seen. */
  readonly value: string | null;
  /** How the value is known: an address that a call named is observed, the rest at most inferred. */
  readonly truth: "observed" | "inferred";
}

/** A header that nobody captured: that it is there, and its size, follow from the protocol. */
export interface Header {
  readonly protocol: "TCP" | "UDP" | "IPv4" | "IPv6";
  /** Bytes; TCP's may be longer by its options. */
  readonly size: number;
  readonly atLeast: boolean;
  readonly fields: readonly HeaderField[];
}

/** The envelopes of one message; the link has none on loopback. */
export interface Layers {
  readonly transport: Header;
  readonly network: Header;
  /** Bytes of the message itself. */
  readonly length: number;
  /** Bytes of all that IP carries, at least. */
  readonly total: number;
}

export interface Message {
  readonly type: SocketType;
  readonly from: Address;
  readonly to: Address;
  readonly length: number;
  /** Of its first byte in the stream; null for a datagram. */
  readonly offset: number | null;
}

const seen = (name: FieldName, bits: number, value: string | number): HeaderField => ({
  ...{ name, bits, value: String(value), truth: "observed" },
});
const follows = (name: FieldName, bits: number | null, value: string | number): HeaderField => ({
  ...{ name, bits, value: String(value), truth: "inferred" },
});
const unknown = (name: FieldName, bits: number | null): HeaderField => ({
  ...{ name, bits, value: null, truth: "inferred" },
});

/**
 * What the protocols put around a message, as far as it can be known without a capture. Of TCP the
 * initial sequence number (ISN) is secret between the two kernels: numbers count from it. A message
 * that TCP may have cut into several segments is described as the one that it is on loopback.
 */
export function layersOf(message: Message): Layers {
  const transport = message.type === "SOCK_STREAM" ? tcp(message) : udp(message);
  const network =
    message.from.family === "AF_INET" ? ipv4(message, transport) : ipv6(message, transport);
  const { length } = message;
  return { transport, network, length, total: network.size + transport.size + length };
}

const ports = ({ from, to }: Message): readonly HeaderField[] => [
  seen("sourcePort", 16, from.port),
  seen("destinationPort", 16, to.port),
];

const tcp = (message: Message): Header => ({
  protocol: "TCP",
  size: 20,
  atLeast: true,
  fields: [
    ...ports(message),
    follows("sequence", 32, `ISN + ${(message.offset ?? 0) + 1}`),
    unknown("acknowledgement", 32),
    unknown("dataOffset", 4),
    follows("flags", 12, "ACK"),
    unknown("window", 16),
    unknown("checksum", 16),
    follows("urgent", 16, 0),
    unknown("options", null),
  ],
});

const udp = (message: Message): Header => ({
  protocol: "UDP",
  size: 8,
  atLeast: false,
  fields: [...ports(message), follows("length", 16, 8 + message.length), unknown("checksum", 16)],
});

/** IP's number for what it carries. */
const carried = (header: Header): string => (header.protocol === "TCP" ? "6 (TCP)" : "17 (UDP)");
const sized = (size: number, of: Header): string => `${of.atLeast ? "≥ " : ""}${size}`;

const ipv4 = ({ from, to, length }: Message, inside: Header): Header => ({
  protocol: "IPv4",
  size: 20,
  atLeast: false,
  fields: [
    follows("version", 4, 4),
    follows("headerLength", 4, "5 × 4 B"),
    unknown("serviceType", 8),
    follows("totalLength", 16, sized(20 + inside.size + length, inside)),
    unknown("identification", 16),
    unknown("fragment", 16),
    unknown("ttl", 8),
    follows("protocol", 8, carried(inside)),
    unknown("headerChecksum", 16),
    seen("sourceAddress", 32, from.address),
    seen("destinationAddress", 32, to.address),
  ],
});

const ipv6 = ({ from, to, length }: Message, inside: Header): Header => ({
  protocol: "IPv6",
  size: 40,
  atLeast: false,
  fields: [
    follows("version", 4, 6),
    unknown("trafficClass", 8),
    unknown("flowLabel", 20),
    follows("payloadLength", 16, sized(inside.size + length, inside)),
    follows("nextHeader", 8, carried(inside)),
    unknown("hopLimit", 8),
    seen("sourceAddress", 128, from.address),
    seen("destinationAddress", 128, to.address),
  ],
});
