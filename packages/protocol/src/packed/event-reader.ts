import type { Address } from "../address.ts";
import type { CallArgs, CallResult, Event, Payload, Verb } from "../events.ts";
import { base64Text } from "./base64.ts";
import type { Bytes } from "./bytes.ts";
import { BytesPayload } from "./bytes-payload.ts";
import { type Codec, type Fields, PACKED_KINDS } from "./event-table.ts";
import {
  FIRST_KIND,
  HAS_INTERVAL,
  NO_RESULT,
  SHORT_ARRIVED,
  SHORT_BEGAN,
  SHORT_ENDED,
  SOURCES,
  TRUTHS,
} from "./head.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** What is read of a payload: its bytes as base64, its bytes as they are, or only their number. */
export type PayloadShape = "text" | "bytes" | "length";

/** Reads the records that `EventWriter` wrote. */
export class EventReader {
  private shape: PayloadShape = "text";

  constructor(
    private readonly bytes: Bytes,
    private readonly texts: Vocabulary,
  ) {}

  /** The event whose record begins at `place`. */
  read(place: number, seq: number, t: number, shape: PayloadShape): Event {
    this.bytes.seek(place);
    return this.next(seq, t, shape);
  }

  /** The event whose record comes next. Throws SyntaxError if the bytes are no record. */
  next(seq: number, t: number, shape: PayloadShape): Event {
    this.shape = shape;
    const head = this.bytes.readVarint();
    if (head === SHORT_BEGAN << 1) return this.began(seq, t);
    if (head === SHORT_ENDED << 1) return this.ended(seq, t);
    if (head === SHORT_ARRIVED << 1) return this.arrived(seq, t);
    return this.event(head, seq, t);
  }

  private began(seq: number, t: number): Event {
    const { bytes } = this;
    const call = bytes.readVarint();
    const actor = bytes.readVarint();
    const socket = bytes.readVarint() || null;
    const verb = this.text() as Verb;
    const has = bytes.readByte();
    const args: Mutable<CallArgs> = {};
    if (has & 1) args.payload = this.payload();
    if (has & 2) args.offset = bytes.readVarint();
    if (has & 4) args.size = bytes.readVarint();
    if (has & 8) args.address = this.address();
    if (has & 16) args.family = this.text() as Address["family"];
    if (has & 32) args.type = this.text() as NonNullable<CallArgs["type"]>;
    const truth = "observed";
    const source = "program";
    const kind = "call.began";
    return { seq, t, truth, source, kind, call, actor, socket, verb, args };
  }

  private ended(seq: number, t: number): Event {
    const { bytes } = this;
    const call = bytes.readVarint();
    const actor = bytes.readVarint();
    const socket = bytes.readVarint() || null;
    const verb = this.text() as Verb;
    const has = bytes.readByte();
    const truth = "observed";
    const source = "program";
    const kind = "call.ended";
    if (has === NO_RESULT) return { seq, t, truth, source, kind, call, actor, socket, verb };
    const result: Mutable<CallResult> = {};
    if (has & 1) result.payload = this.payload();
    if (has & 2) result.offset = bytes.readVarint();
    if (has & 4) result.count = bytes.readVarint();
    if (has & 8) result.address = this.address();
    if (has & 16) result.datagram = bytes.readVarint();
    if (has & 32) result.socket = bytes.readVarint();
    return { seq, t, truth, source, kind, call, actor, socket, verb, result };
  }

  private arrived(seq: number, t: number): Event {
    const { bytes } = this;
    const actor = bytes.readVarint();
    const socket = bytes.readVarint();
    const datagram = bytes.readVarint();
    const length = bytes.readVarint();
    const address = this.address();
    const truth = "observed";
    const source = "program";
    const kind = "datagram.arrived";
    return { seq, t, truth, source, kind, actor, socket, datagram, address, length };
  }

  private event(head: number, seq: number, t: number): Event {
    const packed = PACKED_KINDS[Math.floor(head / 2) - FIRST_KIND];
    if (packed === undefined) throw new SyntaxError("A record of an unknown form");
    const known = head % 2 === 0 ? -1 : this.bytes.readByte();
    const truth = known < 0 ? "observed" : (TRUTHS[known & 3] ?? "observed");
    const source = known < 0 ? "program" : (SOURCES[(known >> 2) & 3] ?? "program");
    const event: Record<string, unknown> = { seq, t, truth, source, kind: packed.kind };
    if (known >= HAS_INTERVAL) event["at"] = [this.bytes.readVarint(), this.bytes.readVarint()];
    this.fields(packed.fields, event);
    return event as unknown as Event;
  }

  private fields({ all, optional }: Fields, into: Record<string, unknown>): unknown {
    const mask = optional.length > 0 ? this.bytes.readVarint() : 0;
    for (const { name, bit, codec } of all)
      if (bit === 0 || (mask & bit) !== 0) into[name] = this.value(codec);
    return into;
  }

  private value(codec: Codec): unknown {
    switch (codec.type) {
      case "varint":
        return this.bytes.readVarint();
      case "text":
        return this.text();
      case "prose":
        return this.bytes.readString();
      case "address":
        return this.address();
      case "payload":
        return this.payload();
      case "boolean":
        return this.bytes.readByte() === 1;
      case "literal":
        return codec.value;
      case "json":
        return JSON.parse(this.bytes.readString());
      case "nullable":
        return this.bytes.readByte() === 0 ? null : this.value(codec.item);
      case "list": {
        const items: unknown[] = [];
        const count = this.bytes.readVarint();
        while (items.length < count && !this.bytes.overran) items.push(this.value(codec.item));
        return items;
      }
      case "fields":
        return this.fields(codec.fields, {});
    }
  }

  private text(): string {
    return this.texts.read(this.bytes);
  }

  private address(): Address {
    const address = this.text();
    const port = this.bytes.readVarint();
    return { address, port, family: this.text() as Address["family"] };
  }

  private payload(): Payload {
    const length = this.bytes.readVarint();
    switch (this.shape) {
      case "text":
        return { length, kept: base64Text(this.bytes.readBytes()) };
      case "bytes":
        return new BytesPayload(length, this.bytes.readBytes());
      case "length":
        this.bytes.skipBytes();
        return { length, kept: "" };
    }
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
