import type { Address } from "../address.ts";
import type {
  CallArgs,
  CallError,
  CallResult,
  CallSite,
  Event,
  EventOf,
  Payload,
  Source,
  Truth,
  Verb,
} from "../events.ts";
import type { Fault } from "../link.ts";
import { base64Text } from "./base64.ts";
import { type Bytes, RECORD_ROOM } from "./bytes.ts";
import { BytesPayload } from "./bytes-payload.ts";
import type { Vocabulary } from "./interned.ts";

/** What happens all the time: kept as a few bytes. Everything else is kept as it came. */
export type CommonEvent = EventOf<
  "call.began" | "call.ended" | "datagram.arrived" | "link.fault" | "link.passed"
>;
const KINDS = ["", "call.began", "call.ended", "datagram.arrived", "link.fault", "link.passed"];
const [BEGAN, ENDED, ARRIVED, FAULT] = [1, 2, 3, 4] as const;

const TRUTHS: readonly Truth[] = ["observed", "inferred", "injected"];
const SOURCES: readonly Source[] = ["lab", "program", "kernel", "wire"];
const USUAL = TRUTHS.indexOf("observed") | (SOURCES.indexOf("program") << 2);
/** A longer payload is kept as it came; the recorder keeps no more than 4096 bytes (rule E7). */
const LONGEST = 200_000;

/** The order in which what a call was asked is written. */
const ARGS = [
  "payload",
  "offset",
  "size",
  "address",
  "family",
  "type",
  "backlog",
  "how",
  "level",
  "option",
  "interface",
  "value",
] as const satisfies readonly (keyof CallArgs)[];
/** The bit behind theirs: the line of the program that made the call is known. */
const SITE = 2 << ARGS.length;
const RESULT = [
  "payload",
  "offset",
  "count",
  "socket",
  "address",
  "value",
  "datagram",
  "cutFrom",
  "queue",
  "unread",
  "connection",
] as const satisfies readonly (keyof CallResult)[];

const bitsFrom = (first: number, names: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries(names.map((name, index) => [name, first << index]));
const ARGS_BITS = bitsFrom(2, ARGS);
const RESULT_BITS = bitsFrom(4, RESULT);

/** The compiler refuses an event with a field that would not be kept. */
type Kept<K extends string, All extends K> = All;
export type AllKept = [
  Kept<(typeof ARGS)[number], keyof CallArgs>,
  Kept<(typeof RESULT)[number], keyof CallResult>,
  Kept<
    | "seq"
    | "at"
    | "t"
    | "truth"
    | "source"
    | "kind"
    | "call"
    | "actor"
    | "socket"
    | "verb"
    | "args"
    | "thread"
    | "site",
    keyof EventOf<"call.began">
  >,
  Kept<
    | "seq"
    | "at"
    | "t"
    | "truth"
    | "source"
    | "kind"
    | "call"
    | "actor"
    | "socket"
    | "verb"
    | "result"
    | "error",
    keyof EventOf<"call.ended">
  >,
  Kept<
    | "seq"
    | "at"
    | "t"
    | "truth"
    | "source"
    | "kind"
    | "actor"
    | "socket"
    | "datagram"
    | "address"
    | "length",
    keyof EventOf<"datagram.arrived">
  >,
  Kept<
    | ("seq" | "at" | "t" | "truth" | "source" | "kind" | "actor" | "socket" | "call" | "fault")
    | ("offset" | "length" | "delay" | "copy"),
    keyof EventOf<"link.fault"> | keyof EventOf<"link.passed">
  >,
  Kept<"address" | "port" | "family", keyof Address>,
  Kept<"length" | "kept", keyof Payload>,
  Kept<"errno" | "number" | "message", keyof CallError>,
  Kept<"file" | "line", keyof CallSite>,
];

const isPlain = (value: number): boolean =>
  Number.isSafeInteger(value) && value >= 0 && !Object.is(value, -0);

/** What is read of a payload: its bytes as text, its bytes as they are, or only how many there are. */
export type PayloadShape = "text" | "bytes" | "length";

/** Writes events of the common kinds as bytes and reads them again, exactly as they were. */
export class EventRecords {
  /** The event at hand has something that cannot be written. */
  private odd = false;
  private shape: PayloadShape = "text";

  constructor(
    private readonly bytes: Bytes,
    private readonly texts: Vocabulary,
  ) {}

  /** @returns the place of the record; null if the event must be kept as it came */
  write(event: Event): number | null {
    // What a source saw earlier is rare, so far.
    if (event.at !== undefined) return null;
    switch (event.kind) {
      case "call.began":
      case "call.ended":
      case "datagram.arrived":
      case "link.fault":
      case "link.passed":
        return this.common(event);
      default:
        return null;
    }
  }

  private common(event: CommonEvent): number | null {
    const room = roomOf(event);
    if (room > LONGEST) return null;
    const place = this.bytes.begin(RECORD_ROOM + room);
    this.odd = false;
    const { truth, source } = event;
    // Nearly all are so.
    const isUsual = truth === "observed" && source === "program";
    const known = isUsual ? USUAL : TRUTHS.indexOf(truth) | (SOURCES.indexOf(source) << 2);
    this.bytes.byte(kindOf(event) | (known << 3));
    switch (event.kind) {
      case "call.began":
        this.began(event);
        break;
      case "call.ended":
        this.ended(event);
        break;
      case "datagram.arrived":
        this.whole(event.actor);
        this.whole(event.socket);
        this.whole(event.datagram);
        this.whole(event.length);
        this.address(event.address);
        break;
      case "link.fault":
        this.touched(event);
        this.text(event.fault);
        this.maybe(event.delay);
        break;
      case "link.passed":
        this.touched(event);
        break;
      default:
        event satisfies never;
    }
    if (!this.odd) return place;
    this.bytes.rewind(place);
    return null;
  }

  private touched(event: EventOf<"link.fault" | "link.passed">): void {
    this.whole(event.call);
    this.whole(event.actor);
    this.whole(event.socket);
    this.whole(event.length);
    this.maybe(event.offset);
    this.maybe(event.copy);
  }

  private began(event: EventOf<"call.began">): void {
    const { args, thread, site } = event;
    this.whole(event.call);
    this.whole(event.actor);
    this.whole(event.socket === null ? 0 : event.socket);
    if (event.socket === 0) this.odd = true;
    this.text(event.verb);
    const has = (thread === undefined ? 0 : 1) | argsBits(args) | (site === undefined ? 0 : SITE);
    this.bytes.whole(has);
    if (thread !== undefined) this.whole(thread);
    if (site !== undefined) {
      this.text(site.file);
      this.whole(site.line);
    }
    if (has & 2 && args.payload !== undefined) this.payload(args.payload);
    if (has & 4 && args.offset !== undefined) this.whole(args.offset);
    if (has & 8 && args.size !== undefined) this.whole(args.size);
    // What comes now is rare.
    if ((has & ~SITE) < 16) return;
    if (args.address !== undefined) this.address(args.address);
    if (args.family !== undefined) this.text(args.family);
    if (args.type !== undefined) this.text(args.type);
    if (args.backlog !== undefined) this.whole(args.backlog);
    if (args.how !== undefined) this.text(args.how);
    if (args.level !== undefined) this.text(args.level);
    if (args.option !== undefined) this.text(args.option);
    if (args.interface !== undefined) this.text(args.interface);
    if (args.value !== undefined) this.whole(args.value);
  }

  private ended(event: EventOf<"call.ended">): void {
    const { result, error } = event;
    this.whole(event.call);
    this.whole(event.actor);
    this.whole(event.socket === null ? 0 : event.socket);
    if (event.socket === 0) this.odd = true;
    this.text(event.verb);
    const has = (error === undefined ? 0 : 1) | (result === undefined ? 0 : 2 | resultBits(result));
    this.bytes.whole(has);
    if (error !== undefined) {
      this.text(error.errno);
      this.whole(error.number);
      this.text(error.message);
    }
    if (result === undefined) return;
    if (has & 4 && result.payload !== undefined) this.payload(result.payload);
    if (has & 8 && result.offset !== undefined) this.whole(result.offset);
    if (has & 16 && result.count !== undefined) this.whole(result.count);
    if (has < 32) return;
    if (result.socket !== undefined) this.whole(result.socket);
    if (result.address !== undefined) this.address(result.address);
    if (result.value !== undefined) this.whole(result.value);
    if (result.datagram !== undefined) this.whole(result.datagram);
    if (result.cutFrom !== undefined) this.whole(result.cutFrom);
    if (result.queue !== undefined) this.text(result.queue);
    if (result.unread !== undefined) this.whole(result.unread);
    if (result.connection !== undefined) this.text(result.connection);
  }

  private whole(value: number): void {
    if (isPlain(value)) this.bytes.whole(value);
    else this.odd = true;
  }

  /** A number that may be missing. */
  private maybe(value: number | undefined): void {
    if (value === undefined) this.bytes.whole(0);
    else this.whole(value + 1);
  }

  private text(value: string): void {
    if (!this.texts.write(value, this.bytes)) this.odd = true;
  }

  private address({ address, port, family }: Address): void {
    this.text(address);
    this.whole(port);
    this.text(family);
  }

  private payload(payload: Payload): void {
    this.whole(payload.length);
    if (payload instanceof BytesPayload) this.bytes.blob(payload.bytes);
    else if (!this.bytes.base64(payload.kept)) this.odd = true;
  }

  /** The event whose record begins there. */
  read(place: number, seq: number, t: number, shape: PayloadShape): CommonEvent {
    this.bytes.seek(place);
    return this.readNext(seq, t, shape);
  }

  /** The event whose record comes next; of none (`isRecord`) it makes what it can. */
  readNext(seq: number, t: number, shape: PayloadShape): CommonEvent {
    const { bytes } = this;
    this.shape = shape;
    const head = bytes.readByte();
    const truth = TRUTHS[(head >> 3) & 3] ?? "observed";
    const source = SOURCES[(head >> 5) & 3] ?? "program";
    switch (head & 7) {
      case BEGAN:
        return this.readBegan(seq, t, truth, source);
      case ENDED:
        return this.readEnded(seq, t, truth, source);
      case ARRIVED: {
        const [actor, socket] = [bytes.readWhole(), bytes.readWhole()];
        const [datagram, length] = [bytes.readWhole(), bytes.readWhole()];
        const where = { actor, socket, datagram, address: this.readAddress(), length };
        return { seq, t, truth, source, kind: "datagram.arrived", ...where };
      }
      case FAULT: {
        const touched = this.readTouched();
        const fault = this.readText() as Fault;
        const delay = bytes.readWhole();
        const held = delay === 0 ? {} : { delay: delay - 1 };
        return { seq, t, truth, source, kind: "link.fault", ...touched, fault, ...held };
      }
      default:
        return { seq, t, truth, source, kind: "link.passed", ...this.readTouched() };
    }
  }

  private readTouched() {
    const { bytes } = this;
    const [call, actor, socket] = [bytes.readWhole(), bytes.readWhole(), bytes.readWhole()];
    const [length, offset, copy] = [bytes.readWhole(), bytes.readWhole(), bytes.readWhole()];
    return {
      ...{ call, actor, socket, length },
      ...(offset === 0 ? {} : { offset: offset - 1 }),
      ...(copy === 0 ? {} : { copy: copy - 1 }),
    };
  }

  private readBegan(seq: number, t: number, truth: Truth, source: Source): EventOf<"call.began"> {
    const { bytes } = this;
    const call = bytes.readWhole();
    const actor = bytes.readWhole();
    const of = bytes.readWhole();
    const socket = of === 0 ? null : of;
    const verb = this.readText() as Verb;
    const has = bytes.readWhole();
    const thread = has & 1 ? bytes.readWhole() : 0;
    const site = has & SITE ? { file: this.readText(), line: bytes.readWhole() } : undefined;
    const args: Mutable<CallArgs> = {};
    if (has & 2) args.payload = this.readPayload();
    if (has & 4) args.offset = bytes.readWhole();
    if (has & 8) args.size = bytes.readWhole();
    if (has > 15) this.readRareArgs(args, has);
    const kind = "call.began";
    const said = { seq, t, truth, source, kind, call, actor, socket, verb, args } as const;
    if (thread === 0 && site === undefined) return said;
    return { ...said, ...(thread > 0 && { thread }), ...(site !== undefined && { site }) };
  }

  private readRareArgs(args: Mutable<CallArgs>, has: number): void {
    const { bytes } = this;
    if (has & 16) args.address = this.readAddress();
    if (has & 32) args.family = this.readText() as Address["family"];
    if (has & 64) args.type = this.readText() as NonNullable<CallArgs["type"]>;
    if (has & 128) args.backlog = bytes.readWhole();
    if (has & 256) args.how = this.readText() as NonNullable<CallArgs["how"]>;
    if (has & 512) args.level = this.readText();
    if (has & 1024) args.option = this.readText();
    if (has & 2048) args.interface = this.readText();
    if (has & 4096) args.value = bytes.readWhole();
  }

  private readEnded(seq: number, t: number, truth: Truth, source: Source): EventOf<"call.ended"> {
    const { bytes } = this;
    const call = bytes.readWhole();
    const actor = bytes.readWhole();
    const of = bytes.readWhole();
    const socket = of === 0 ? null : of;
    const verb = this.readText() as Verb;
    const has = bytes.readWhole();
    const kind = "call.ended";
    const error =
      has & 1
        ? { errno: this.readText(), number: bytes.readWhole(), message: this.readText() }
        : undefined;
    const said = { seq, t, truth, source, kind, call, actor, socket, verb } as const;
    if ((has & 2) === 0) return error === undefined ? said : { ...said, error };
    const result: Mutable<CallResult> = {};
    if (has & 4) result.payload = this.readPayload();
    if (has & 8) result.offset = bytes.readWhole();
    if (has & 16) result.count = bytes.readWhole();
    if (has > 31) this.readRareResult(result, has);
    return error === undefined
      ? { seq, t, truth, source, kind, call, actor, socket, verb, result }
      : { ...said, result, error };
  }

  private readRareResult(result: Mutable<CallResult>, has: number): void {
    const { bytes } = this;
    if (has & 32) result.socket = bytes.readWhole();
    if (has & 64) result.address = this.readAddress();
    if (has & 128) result.value = bytes.readWhole();
    if (has & 256) result.datagram = bytes.readWhole();
    if (has & 512) result.cutFrom = bytes.readWhole();
    if (has & 1024) result.queue = this.readText() as NonNullable<CallResult["queue"]>;
    if (has & 2048) result.unread = bytes.readWhole();
    if (has & 4096) result.connection = this.readText() as NonNullable<CallResult["connection"]>;
  }

  private readText(): string {
    return this.texts.read(this.bytes);
  }

  private readAddress(): Address {
    const address = this.readText();
    const port = this.bytes.readWhole();
    return { address, port, family: this.readText() as Address["family"] };
  }

  private readPayload(): Payload {
    const length = this.bytes.readWhole();
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

/** A bit for each thing that a call was asked, from 2 on, in the order of `ARGS`. */
function argsBits(args: CallArgs): number {
  // What there is, is asked for: most calls have one thing or two, and to miss ten others costs more.
  let bits = 0;
  for (const name in args)
    if (args[name as keyof CallArgs] !== undefined) bits |= ARGS_BITS[name] ?? 0;
  return bits;
}

/** The same for what a call gave, from 4 on, in the order of `RESULT`. */
function resultBits(result: CallResult): number {
  let bits = 0;
  for (const name in result)
    if (result[name as keyof CallResult] !== undefined) bits |= RESULT_BITS[name] ?? 0;
  return bits;
}

function kindOf({ kind }: CommonEvent): number {
  if (kind === "call.began") return BEGAN;
  return kind === "call.ended" ? ENDED : KINDS.indexOf(kind);
}

function roomOf(event: CommonEvent): number {
  if (event.kind === "call.began") return roomFor(event.args.payload);
  if (event.kind === "call.ended") return roomFor(event.result?.payload);
  return 0;
}

function roomFor(payload: Payload | undefined): number {
  if (payload === undefined) return 0;
  return payload instanceof BytesPayload ? payload.bytes.length : payload.kept.length;
}
