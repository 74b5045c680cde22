import type {
  Address,
  CallArgs,
  CallError,
  CallResult,
  Event,
  EventOf,
  Verb,
} from "@sockscope/protocol";
import type { Condition } from "./condition.ts";

/** One call of an actor, as far as it has come. Times in ns since the lab began. */
export interface CallFact {
  readonly call: number;
  readonly socket: number | null;
  readonly verb: Verb;
  readonly args: CallArgs;
  readonly began: number;
  /** Null while it has not returned. */
  readonly ended: number | null;
  readonly result: CallResult | null;
  readonly error: CallError | null;
}

const NONE: readonly Event[] = [];

/** What has happened since a lesson began, by the names that the lesson gave its actors. */
export class Facts {
  readonly #byActor = new Map<number, Event[]>();
  readonly #cast = new Map<string, readonly number[]>();

  add(event: Event): void {
    if (!("actor" in event)) return;
    const known = this.#byActor.get(event.actor);
    if (known) known.push(event);
    else this.#byActor.set(event.actor, [event]);
  }

  /** Gives actors a name. Their events may have come before. */
  call(name: string, actors: readonly number[]): void {
    this.#cast.set(name, [...(this.#cast.get(name) ?? []), ...actors]);
  }

  /** The actors of a name, in the order in which they were started. */
  actors(name: string): readonly number[] {
    return this.#cast.get(name) ?? [];
  }

  /** What has happened at one actor, in order. */
  eventsOf(actor: number): readonly Event[] {
    return this.#byActor.get(actor) ?? NONE;
  }

  nameOf(actor: number): string | undefined {
    for (const [name, actors] of this.#cast) if (actors.includes(actor)) return name;
    return undefined;
  }

  /** The events at the actors of this name, in the order in which they happened. */
  events(name: string): readonly Event[] {
    const [first, ...others] = this.actors(name);
    const events = (first !== undefined && this.#byActor.get(first)) || NONE;
    if (others.length === 0) return events;
    return [...events, ...others.flatMap((actor) => this.#byActor.get(actor) ?? NONE)].sort(
      (a, b) => a.seq - b.seq,
    );
  }

  of<K extends Event["kind"]>(name: string, kind: K): readonly EventOf<K>[] {
    return this.events(name).filter((event): event is EventOf<K> => event.kind === kind);
  }

  /** The calls of one verb, or all, in the order in which they began. */
  calls(name: string, verb?: Verb): readonly CallFact[] {
    const ends = new Map(this.of(name, "call.ended").map((event) => [event.call, event]));
    return this.of(name, "call.began")
      .filter((began) => verb === undefined || began.verb === verb)
      .map(({ call, socket, verb: of, args, t }) => {
        const end = ends.get(call);
        const { result = null, error = null } = end ?? {};
        return { call, socket, verb: of, args, began: t, ended: end?.t ?? null, result, error };
      });
  }

  /** The `nth` call of one verb, from 1. */
  nth(name: string, verb: Verb, nth = 1): CallFact | undefined {
    return this.calls(name, verb)[nth - 1];
  }

  /** Bytes that a call took or gave: of the `nth` recv or send of this name; null if not there. */
  bytes(name: string, verb: Verb, nth = 1): number | null {
    const result = this.nth(name, verb, nth)?.result;
    return result?.payload?.length ?? result?.count ?? null;
  }

  /** The first bytes that a call took or gave, as characters up to U+00FF; "" if not there. */
  start(name: string, verb: Verb, nth = 1): string {
    const call = this.nth(name, verb, nth);
    const payload = call?.result?.payload ?? call?.args.payload;
    return payload === undefined ? "" : atob(payload.kept);
  }

  /** The local address that its first socket has, once it is known. */
  address(name: string): Address | null {
    const named = this.of(name, "socket.named")[0]?.address;
    return named ?? this.nth(name, "bind")?.result?.address ?? null;
  }

  met({ nth = 1, of, ...condition }: Condition): boolean {
    let count = 0;
    for (const event of this.events(of)) {
      if (matches(condition, event)) count += 1;
      if (count >= nth) return true;
    }
    return false;
  }
}

type Bare = Condition extends infer C
  ? C extends Condition
    ? Omit<C, "of" | "nth">
    : never
  : never;

function matches(condition: Bare, event: Event): boolean {
  switch (condition.is) {
    case "began":
      return event.kind === "call.began" && event.verb === condition.verb;
    case "returned":
      return event.kind === "call.ended" && !event.error && event.verb === condition.verb;
    case "failed":
      return (
        event.kind === "call.ended" &&
        event.verb === condition.verb &&
        event.error !== undefined &&
        (condition.errno === undefined || event.error.errno === condition.errno)
      );
    case "stands":
      return (
        event.kind === "gate.reached" && event.verb === condition.verb && event.at === condition.at
      );
    case "queued":
      return event.kind === "connection.queued";
    case "arrived":
      return event.kind === "datagram.arrived";
    case "fault":
      return event.kind === "link.fault" && event.fault === condition.fault;
    case "over":
      return event.kind === "actor.ended";
  }
}
