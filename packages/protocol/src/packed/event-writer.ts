import type { Address } from "../address.ts";
import type { CallArgs, CallResult, Event, EventOf, Payload } from "../events.ts";
import { type Bytes, RECORD_ROOM } from "./bytes.ts";
import { BytesPayload } from "./bytes-payload.ts";
import { type Codec, type Fields, PACKED_KINDS, type PackedKind } from "./event-table.ts";
import {
  ARGS_BITS,
  FIRST_KIND,
  HAS_INTERVAL,
  NO_RESULT,
  OTHER,
  RESULT_BITS,
  SHORT_ARRIVED,
  SHORT_BEGAN,
  SHORT_ENDED,
  SOURCES,
  TRUTHS,
} from "./head.ts";
import { fieldsRoom, payloadRoom, type SizedFields, variableFields } from "./room.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Bytes. A longer record is not packed; the recorder keeps at most 4096 bytes of a payload (rule E7). */
const LONGEST = 200_000;

interface EncodedKind {
  readonly kind: PackedKind;
  /** The number with which its records begin. */
  readonly form: number;
  /** Its fields whose size has no small bound. */
  readonly variable: SizedFields;
}
const ENCODED_KINDS: ReadonlyMap<string, EncodedKind> = new Map(
  PACKED_KINDS.map((kind, index) => [
    kind.kind,
    { kind, form: FIRST_KIND + index, variable: variableFields(kind) },
  ]),
);

const isVarint = (value: number): boolean =>
  Number.isSafeInteger(value) && value >= 0 && !Object.is(value, -0);

/** Writes events as records. */
export class EventWriter {
  /** The record being written has a value that cannot be packed. */
  private unencodable = false;

  constructor(
    private readonly bytes: Bytes,
    private readonly texts: Vocabulary,
  ) {}

  /** @returns the place of the record; null if the event cannot be packed, and nothing is written */
  write(event: Event): number | null {
    this.unencodable = false;
    const place = this.writeShort(event) ?? this.writeFields(event);
    // oxlint-disable-next-line typescript/no-unnecessary-condition -- the writers above set it
    if (place === null || !this.unencodable) return place;
    this.bytes.rewind(place);
    return null;
  }

  /** Null, and nothing is written, for an event that the short forms cannot hold. */
  private writeShort(event: Event): number | null {
    if (event.truth !== "observed" || event.source !== "program") return null;
    if (event.at !== undefined) return null;
    if (event.kind === "call.began") return this.began(event);
    if (event.kind === "call.ended") return this.ended(event);
    return event.kind === "datagram.arrived" ? this.arrived(event) : null;
  }

  private began(event: EventOf<"call.began">): number | null {
    const { args, socket } = event;
    if (event.thread !== undefined || event.site !== undefined) return null;
    const has = argsBits(args);
    if (has >= OTHER) return null;
    const room = payloadRoom(args.payload);
    if (room > LONGEST) return null;
    const place = this.bytes.begin(RECORD_ROOM + room);
    this.bytes.byte(SHORT_BEGAN << 1);
    this.varint(event.call);
    this.varint(event.actor);
    this.socket(socket);
    this.text(event.verb);
    this.bytes.byte(has);
    if (has & 1 && args.payload !== undefined) this.payload(args.payload);
    if (has & 2 && args.offset !== undefined) this.varint(args.offset);
    if (has & 4 && args.size !== undefined) this.varint(args.size);
    if (has & 8 && args.address !== undefined) this.address(args.address);
    if (has & 16 && args.family !== undefined) this.text(args.family);
    if (has & 32 && args.type !== undefined) this.text(args.type);
    return place;
  }

  private ended(event: EventOf<"call.ended">): number | null {
    const { result, socket } = event;
    if (event.error !== undefined) return null;
    const has = result === undefined ? NO_RESULT : resultBits(result);
    if (has >= OTHER) return null;
    const room = payloadRoom(result?.payload);
    if (room > LONGEST) return null;
    const place = this.bytes.begin(RECORD_ROOM + room);
    this.bytes.byte(SHORT_ENDED << 1);
    this.varint(event.call);
    this.varint(event.actor);
    this.socket(socket);
    this.text(event.verb);
    this.bytes.byte(has);
    if (result === undefined) return place;
    if (has & 1 && result.payload !== undefined) this.payload(result.payload);
    if (has & 2 && result.offset !== undefined) this.varint(result.offset);
    if (has & 4 && result.count !== undefined) this.varint(result.count);
    if (has & 8 && result.address !== undefined) this.address(result.address);
    if (has & 16 && result.datagram !== undefined) this.varint(result.datagram);
    if (has & 32 && result.socket !== undefined) this.varint(result.socket);
    return place;
  }

  private arrived(event: EventOf<"datagram.arrived">): number {
    const place = this.bytes.begin(RECORD_ROOM);
    this.bytes.byte(SHORT_ARRIVED << 1);
    this.varint(event.actor);
    this.varint(event.socket);
    this.varint(event.datagram);
    this.varint(event.length);
    this.address(event.address);
    return place;
  }

  private writeFields(event: Event): number | null {
    const encoded = ENCODED_KINDS.get(event.kind);
    if (encoded === undefined) return null;
    const { kind, form, variable } = encoded;
    const room = variable.length === 0 ? 0 : fieldsRoom(variable, event);
    if (room > LONGEST) return null;
    const place = this.bytes.begin(RECORD_ROOM + room);
    this.head(form, kind, event);
    this.fields(kind.fields, event);
    return place;
  }

  private head(form: number, { ownAt }: PackedKind, event: Event): void {
    const { truth, source } = event;
    const interval = ownAt || typeof event.at === "string" ? undefined : event.at;
    const isUsual = truth === "observed" && source === "program" && interval === undefined;
    this.bytes.varint(form * 2 + (isUsual ? 0 : 1));
    if (isUsual) return;
    const known = TRUTHS.indexOf(truth) | (SOURCES.indexOf(source) << 2);
    this.bytes.byte(known | (interval === undefined ? 0 : HAS_INTERVAL));
    if (interval === undefined) return;
    this.varint(interval[0]);
    this.varint(interval[1]);
  }

  private fields(fields: Fields, values: Values): void {
    let mask = 0;
    if (fields.optional.length > 0) {
      mask = presentBits(fields, values);
      this.bytes.varint(mask);
    }
    for (const { name, bit, codec } of fields.all) {
      if (bit > 0 && (mask & bit) === 0) continue;
      const value = values[name];
      if (value === undefined) this.unencodable = true;
      else this.value(codec, value);
    }
  }

  private value(codec: Codec, value: unknown): void {
    switch (codec.type) {
      case "varint":
        return this.varint(value as number);
      case "text":
        return this.text(value as string);
      case "prose":
        return this.bytes.string(value as string);
      case "address":
        return this.address(value as Address);
      case "payload":
        return this.payload(value as Payload);
      case "boolean":
        return this.bytes.byte(value === true ? 1 : 0);
      case "literal":
        if (value !== codec.value) this.unencodable = true;
        return;
      case "json":
        return this.bytes.string(JSON.stringify(value));
      case "nullable":
        this.bytes.byte(value === null ? 0 : 1);
        if (value !== null) this.value(codec.item, value);
        return;
      case "list": {
        const items = value as readonly unknown[];
        this.bytes.varint(items.length);
        for (const item of items) this.value(codec.item, item);
        return;
      }
      case "fields":
        return this.fields(codec.fields, value as Values);
    }
  }

  private varint(value: number): void {
    if (isVarint(value)) this.bytes.varint(value);
    else this.unencodable = true;
  }

  /** Of the short forms: 0 for none. */
  private socket(socket: number | null): void {
    this.varint(socket === null ? 0 : socket);
    if (socket === 0) this.unencodable = true;
  }

  private text(value: string): void {
    if (!this.texts.write(value, this.bytes)) this.unencodable = true;
  }

  private address({ address, port, family }: Address): void {
    this.text(address);
    this.varint(port);
    this.text(family);
  }

  private payload(payload: Payload): void {
    this.varint(payload.length);
    if (payload instanceof BytesPayload) this.bytes.blob(payload.bytes);
    else if (!this.bytes.base64(payload.kept)) this.unencodable = true;
  }
}

type Values = Readonly<Record<string, unknown>>;

/**
 * Up to this number of optional fields the writer looks for each of them. An object with more of them
 * has few at a time (a call has one or two of twelve arguments), so the writer walks through those that
 * the object has.
 */
const MOST_LOOKED_FOR = 4;

/** The bits of the optional fields that are there. */
function presentBits({ optional, bits }: Fields, values: Values): number {
  let mask = 0;
  if (optional.length > MOST_LOOKED_FOR) {
    for (const name in values) if (values[name] !== undefined) mask |= bits[name] ?? 0;
  } else {
    for (const { name, bit } of optional) if (values[name] !== undefined) mask |= bit;
  }
  return mask;
}

/** A bit for each argument that is there. */
function argsBits(args: CallArgs): number {
  // A loop over what is there: a call has one or two of twelve arguments, and asking for each costs more.
  let bits = 0;
  for (const name in args)
    if (args[name as keyof CallArgs] !== undefined)
      bits |= ARGS_BITS[name as keyof CallArgs] ?? OTHER;
  return bits;
}

/** The same for the parts of a result. */
function resultBits(result: CallResult): number {
  let bits = 0;
  for (const name in result)
    if (result[name as keyof CallResult] !== undefined)
      bits |= RESULT_BITS[name as keyof CallResult] ?? OTHER;
  return bits;
}
