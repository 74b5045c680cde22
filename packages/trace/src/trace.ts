import type { Event } from "@sockscope/protocol";
import { History } from "./model/history/history.ts";
import { Packets } from "./model/packets.ts";
import { otherAt } from "./model/sockets/view.ts";
import { streamPieces } from "./model/streams.ts";
import type { Trace } from "./model/trace.ts";
import { StageCursor } from "./stage-state/cursor.ts";
import { StageKeyframes } from "./stage-state/keyframes.ts";
import type { Flight } from "./types/flight.ts";

/** An empty trace, to be filled with the events of one session in the order of their `seq`. */
export function createTrace(): Trace {
  const history = new History();
  // Two are asked for in turn: the instant of the playhead, and the newest one.
  const keyframes = new StageKeyframes(() => history.steps.next);
  const cursor = new StageCursor(history, keyframes);
  const live = new StageCursor(history, keyframes);
  const packets = new Packets(history.flights);
  let revision = 0;
  let seq = 0;

  function add(event: Event): void {
    const changed = history.add(event);
    if (changed === null || event.kind !== "call.ended") return;
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
    get asksKernel() {
      return history.asksKernel;
    },
    events: history.events.all,
    steps: history.steps.all,
    flights: history.flights.all,
    actors: history.actors,
    calls: history.calls,
    columns: history,
    append(added) {
      const before = seq;
      for (const event of added) {
        if (event.seq <= seq) continue;
        seq = event.seq;
        add(event);
      }
      if (seq === before) return;
      revision++;
      cursor.grown();
      live.grown();
    },
    catchUp: () => live.reach(history.steps.next),
    actor: (id) => history.actorById.get(id),
    stageAt: (step) => (step >= live.position ? live : cursor).at(step),
    packetsAt: (position, behind = 0) => packets.at(position, behind),
    seqOf: (step) => history.events.seqAt(history.steps.eventAt(step)),
    otherOf: (socket, step) => {
      const record = history.index.byId.get(socket);
      return record === undefined ? null : otherAt(record, step);
    },
    tracksOf: (socket) => history.index.byId.get(socket)?.tracks,
    flightsOf: (call) =>
      history.flights
        .of(call)
        .map((id) => history.flights.all.get(id))
        .filter((flight): flight is Flight => flight !== undefined),
    streamOf: (socket, direction) => streamPieces(history, socket, direction),
  };
}
