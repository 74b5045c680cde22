import type { Event } from "@sockscope/protocol";
import { History } from "./history.ts";
import { Packets } from "./packets.ts";
import { StageCursor } from "./stage-cursor.ts";
import { Streams } from "./streams.ts";
import type { Trace } from "./types.ts";

/** An empty trace, to be filled with the events of one session in the order of their `seq`. */
export function createTrace(): Trace {
  const history = new History();
  // Two are asked for in turn: the instant of the playhead, and the newest one.
  const cursor = new StageCursor(history);
  const live = new StageCursor(history);
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
    if (changed === null) return;
    cursor.merged(changed, event);
    live.merged(changed, event);
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
      live.grown();
    },
    actor: (id) => history.actorById.get(id),
    stageAt: (step) => (step >= history.steps.all.length ? live : cursor).at(step),
    packetsAt: (position) => packets.at(position),
    flightsOf: (call) => history.flights.of(call),
    streamOf: (socket, direction) => streams.of(socket, direction),
  };
}
