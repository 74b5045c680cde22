import type { Event } from "@sockscope/protocol";
import { History } from "./history.ts";
import { Packets } from "./packets.ts";
import { StageCursor } from "./stage-cursor.ts";
import { Streams } from "./streams.ts";
import type { Trace } from "./types.ts";

/** An empty trace, to be filled with the events of one session in the order of their `seq`. */
export function createTrace(): Trace {
  const history = new History();
  const cursor = new StageCursor(history);
  const packets = new Packets(history.flights.all);
  const streams = new Streams();
  const events: Event[] = [];
  let revision = 0;
  let seq = 0;

  function add(event: Event): void {
    const changed = history.add(event);
    if (event.kind !== "call.ended") return;
    const began = history.calls.get(event.call)?.began;
    if (began !== undefined) streams.ended(began, event);
    if (changed !== null) cursor.merged(changed, event);
  }

  return {
    get revision() {
      return revision;
    },
    get seq() {
      return seq;
    },
    events,
    steps: history.steps.all,
    flights: history.flights.all,
    actors: history.actors,
    calls: history.calls,
    append(added) {
      const before = seq;
      for (const event of added) {
        if (event.seq <= seq) continue;
        seq = event.seq;
        events.push(event);
        add(event);
      }
      if (seq === before) return;
      revision++;
      cursor.grown();
    },
    actor: (id) => history.actorById.get(id),
    stageAt: (step) => cursor.at(step),
    packetsAt: (position) => packets.at(position),
    flightsOf: (call) => history.flights.of(call),
    streamOf: (socket, direction) => streams.of(socket, direction),
  };
}
