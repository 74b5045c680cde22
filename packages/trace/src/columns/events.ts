import { Bytes, type Event, EventReader, EventWriter, Interned } from "@sockscope/protocol";
import { GrowingInts } from "./arrays/growing.ts";
import { Rows } from "./arrays/rows.ts";
import { Times } from "./arrays/times.ts";

/** The place of an event that has no packed form: it stands in `unpacked`. */
const UNPACKED = -1;

/** All events in their order, in some tens of bytes each; objects are made when they are read. */
export class Events {
  readonly all = new Rows<Event>(
    () => this.places.length,
    (index) => this.unpack(index, "bytes"),
  );
  private readonly places = new GrowingInts();
  private readonly times = new Times();
  private readonly writer: EventWriter;
  private readonly reader: EventReader;
  private readonly unpacked = new Map<number, Event>();
  /** The original times of events that are earlier than an event before them. */
  private readonly reported = new Map<number, number>();
  /** From which index on `seq` is ahead of index + 1, by how much: a sound trace has no gap. */
  private readonly gaps: { readonly from: number; readonly by: number }[] = [];
  private latest = 0;

  constructor() {
    const bytes = new Bytes();
    const texts = new Interned();
    this.writer = new EventWriter(bytes, texts);
    this.reader = new EventReader(bytes, texts);
  }

  get length(): number {
    return this.places.length;
  }

  /** @returns its index */
  add(event: Event): number {
    const index = this.places.length;
    const { t, seq } = event;
    if (seq - index - 1 !== (this.gaps.at(-1)?.by ?? 0))
      this.gaps.push({ from: index, by: seq - index - 1 });
    // A clock that seems to run back must not fold the axis of time.
    if (t < this.latest) this.reported.set(index, t);
    else this.latest = t;
    this.times.push(this.latest);
    const place = this.writer.write(event);
    this.places.push(place ?? UNPACKED);
    if (place === null) this.unpacked.set(index, event);
    this.all.keep(index, event);
    return index;
  }

  /** In ns; never before that of an earlier event. */
  timeAt(index: number): number {
    return this.times.at(index);
  }

  /** An event without making it for the cache: the bytes of its payload may be missing. */
  glance(index: number): Event {
    return this.all.atHand(index) ?? this.unpack(index, "length");
  }

  /** The `seq` of an event. */
  seqAt(index: number): number {
    return index + 1 + (this.gaps.findLast(({ from }) => from <= index)?.by ?? 0);
  }

  private unpack(index: number, shape: "bytes" | "length"): Event {
    const unpacked = this.unpacked.get(index);
    if (unpacked !== undefined) return unpacked;
    const seq = this.seqAt(index);
    const t = this.reported.size === 0 ? undefined : this.reported.get(index);
    return this.reader.read(this.places.at(index), seq, t ?? this.times.at(index), shape);
  }
}
