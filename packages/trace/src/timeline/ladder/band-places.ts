import type { Actor } from "../../types/actor.ts";
import type { TimelineInput } from "../axis/input.ts";
import type { Row } from "../index/rows.ts";
import type { TimelineIndex } from "../index/timeline-index.ts";

/** How many sockets of a program have a band beside its lifeline. */
const MAX_BANDS = 3;

/** Which sockets have a band beside the lifeline of their program, and at which place, from 0. */
export class BandPlaces {
  readonly places = new Map<Row, number>();
  /** How many places there are at a lifeline. */
  private readonly counts = new Map<number, number>();
  /** Sockets for whose band there is no place. */
  private readonly unplaced: Row[] = [];

  constructor(
    private readonly input: TimelineInput,
    private readonly index: TimelineIndex,
    private readonly narrow: boolean,
  ) {}

  countOf(actor: number): number {
    return this.counts.get(actor) ?? 0;
  }

  /** Sockets that live one after another share a place. A socket that finds none is counted. */
  place(actor: number): void {
    const { scene, keepsRow = null } = this.input;
    const max = this.narrow ? 1 : MAX_BANDS;
    const busyTo: number[] = [];
    for (const row of this.byNeed(actor, max)) {
      if (row.from < scene.from || row.socket === null || keepsRow?.(row) === false) continue;
      const stream = row.actor.type === "SOCK_STREAM";
      if (!stream && row.tracks.unread.max === 0) continue;
      const free = busyTo.findIndex((to) => to <= row.from);
      const place = free < 0 ? busyTo.length : free;
      if (place >= max) {
        this.unplaced.push(row);
        continue;
      }
      busyTo[place] = endOf(row);
      this.places.set(row, place);
    }
    this.counts.set(actor, busyTo.length);
  }

  /** The programs with sockets in [from, to) that have no band: how many, and the first one's step. */
  *missing(
    from: number,
    to: number,
  ): Iterable<{ readonly actor: Actor; readonly first: number; readonly count: number }> {
    const byActor = new Map<Actor, Row[]>();
    for (const row of this.unplaced) {
      if (row.from >= to || endOf(row) < from) continue;
      byActor.set(row.actor, [...(byActor.get(row.actor) ?? []), row]);
    }
    for (const [actor, rows] of byActor) {
      yield { actor, first: Math.min(...rows.map((row) => row.from)), count: rows.length };
    }
  }

  /** Where there is only one place, a connection needs it more than a listening socket. */
  private byNeed(actor: number, places: number): readonly Row[] {
    const rows = this.index.rowsOf(actor);
    if (places > 1) return rows;
    const listens = (row: Row) => row.tracks.queue.max === 0 && row.tracks.everIn("LISTEN");
    return [...rows.filter((row) => !listens(row)), ...rows.filter(listens)];
  }
}

/** The step in which a socket was closed. */
const endOf = (row: Row): number =>
  row.phase === "closed" ? row.tracks.phases.lastStep : Number.POSITIVE_INFINITY;
