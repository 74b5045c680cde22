import { Bytes, type Event, EventReader, EventWriter, Interned } from "@sockscope/protocol";
import { GrowingInts } from "./arrays/growing.ts";
import { Rows } from "./arrays/rows.ts";
import { Times } from "./arrays/times.ts";

/** Kept as it came. */
const AS_IT_CAME = -1;

/** All events in their order, in some tens of bytes each; objects are made when they are read. */
export class Events {
  readonly all = new Rows<Event>(
    () => this.places.length,
    (index) => this.make(index, "bytes"),
  );
  private readonly places = new GrowingInts();
  private readonly times = new Times();
  private readonly writer: EventWriter;
  private readonly reader: EventReader;
  private readonly others = new Map<number, Event>();
  /** Times before that of an earlier event, as they were told. */
  private readonly told = new Map<number, number>();
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
    if (t < this.latest) this.told.set(index, t);
    else this.latest = t;
    this.times.push(this.latest);
    const place = this.writer.write(event);
    this.places.push(place ?? AS_IT_CAME);
    if (place === null) this.others.set(index, event);
    this.all.keep(index, event);
    return index;
  }

  /** In ns; never before that of an earlier event. */
  timeAt(index: number): number {
    return this.times.at(index);
  }

  /** One that is looked at in passing: the bytes kept of its payload may be missing. */
  glance(index: number): Event {
    return this.all.atHand(index) ?? this.make(index, "length");
  }

  /** The `seq` of an event. */
  seqAt(index: number): number {
    return index + 1 + (this.gaps.findLast(({ from }) => from <= index)?.by ?? 0);
  }

  private make(index: number, shape: "bytes" | "length"): Event {
    const other = this.others.get(index);
    if (other !== undefined) return other;
    const seq = this.seqAt(index);
    const t = this.told.size === 0 ? undefined : this.told.get(index);
    return this.reader.read(this.places.at(index), seq, t ?? this.times.at(index), shape);
  }
}
