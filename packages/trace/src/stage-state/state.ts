import type { EventOf } from "@sockscope/protocol";
import { SEGMENT } from "../columns/flight-columns.ts";
import type { History } from "../model/history/history.ts";
import { socketViewAt } from "../model/sockets/view.ts";
import type { Call } from "../types/call.ts";
import type { ActorView, StageView } from "../types/stage.ts";
import { ConditionsState } from "./conditions.ts";
import { type ActorState, Entities } from "./entities.ts";
import { StageEvents } from "./events.ts";

/** The stage after a number of steps, advanced one step at a time. */
export class StageState {
  private readonly events: StageEvents;
  /** `history.index.met` when the views were made. */
  private pairings = 0;

  constructor(
    private readonly history: History,
    private readonly entities = new Entities(history),
    private readonly conditions = new ConditionsState(),
  ) {
    this.events = new StageEvents(entities, conditions);
  }

  get step(): number {
    return this.entities.step;
  }

  /** Actors and sockets on the stage: what a keyframe costs. */
  get size(): number {
    return this.entities.actors.size + this.entities.sockets.size;
  }

  /** A copy. The two share all that neither of them changes later. */
  clone(): StageState {
    const copy = new StageState(this.history, this.entities.clone(), this.conditions.clone());
    copy.pairings = this.pairings;
    return copy;
  }

  /** The next step happens. */
  advance(): void {
    const { steps, flights, events, calls } = this.history;
    const index = this.entities.step++;
    const flight = steps.flightAt(index);
    if (flight !== null) {
      if (flights.kindOf(flight) !== SEGMENT) return;
      for (const end of [flights.fromSocket(flight), flights.toSocket(flight)])
        this.entities.changed(end);
      return;
    }
    const event = events.glance(steps.eventAt(index));
    this.events.apply(event);
    if (event.kind !== "call.began" || !steps.isWholeCall(index)) return;
    const ended = events.glance(calls.ended.at(calls.slotOf(event.call)));
    if (ended.kind === "call.ended") this.events.calls.ended(ended);
  }

  /** The end of a call has joined the row of its beginning after that row was applied. */
  applyMerged(event: EventOf<"call.ended">): void {
    this.events.calls.ended(event);
  }

  view(): StageView {
    const { entities, history } = this;
    entities.disown();
    if (this.pairings !== history.index.pairings) this.forgetViews();
    const actors: ActorView[] = [];
    for (const [id, state] of entities.actors) {
      const actor = history.actorById.get(id);
      if (actor === undefined) continue;
      state.seen ??= this.viewOf(state, actor);
      actors.push(state.seen);
    }
    return { step: this.step, actors, ...this.conditions.view() };
  }

  private viewOf(state: ActorState, actor: ActorView["actor"]): ActorView {
    const { calls, index } = this.history;
    const { ended, printed, atGate, gate } = state;
    const callAt = (slot: number): Call[] => {
      const call = calls.all.get(slot);
      return call === undefined ? [] : [call];
    };
    return {
      ...{ actor, ended, printed, process: state.process, atGate, gate },
      open: state.open.flatMap(callAt),
      last: state.last === null ? null : (callAt(state.last)[0] ?? null),
      sockets: state.sockets.flatMap((id) => {
        const found = this.entities.sockets.get(id);
        if (found === undefined) return [];
        found.seen ??= socketViewAt(index, found, this.step - 1);
        return [found.seen];
      }),
    };
  }

  /** Other ends have become known, so views made before are stale. */
  private forgetViews(): void {
    this.pairings = this.history.index.pairings;
    for (const actor of this.entities.actors.values()) actor.seen = null;
    for (const socket of this.entities.sockets.values()) socket.seen = null;
  }
}
