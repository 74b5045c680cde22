import type { Trace } from "../model/trace.ts";
import type { Moved } from "../stage/cards/arrange.ts";
import type { Size } from "../stage/geometry/shapes.ts";
import { type StageLayout, stageLayout } from "../stage/layout.ts";
import { type Folding, placesAt } from "../stage/places/places.ts";
import { StageIndex } from "../stage/places/stage-index.ts";
import { createTrace } from "../trace.ts";
import type { StageView } from "../types/stage.ts";
import { Script } from "./script.ts";

/** Who stands on a test's stage: each client talks to the server of that number, -1 to none. */
export interface Cast {
  readonly servers: number;
  readonly clients: readonly number[];
}

export interface Staged {
  readonly script: Script;
  readonly servers: readonly { readonly actor: number; readonly listener: number }[];
  readonly clients: readonly {
    readonly actor: number;
    readonly socket: number | null;
    readonly connection: number | null;
  }[];
}

export function staged({ servers, clients }: Cast): Staged {
  const script = new Script();
  const listening = Array.from({ length: servers }, (_, i) => {
    const actor = script.actorAdded("server");
    return { actor, listener: script.listening(actor, 8000 + i) };
  });
  const talking = clients.map((target, i) => {
    const actor = script.actorAdded("client");
    const server = listening[target];
    if (server === undefined) return { actor, socket: null, connection: null };
    const ports: [number, number] = [49152 + i, 8000 + target];
    return { actor, ...script.connected(server.actor, server.listener, actor, ports) };
  });
  return { script, servers: listening, clients: talking };
}

export function traceOf(script: Script): Trace {
  const trace = createTrace();
  trace.append(script.events);
  return trace;
}

export interface Shown {
  readonly view: StageView;
  readonly layout: StageLayout;
}

/** The stage after `step` steps; all steps if not given. `hands`: clients driven by hand. */
export function shown(
  trace: Trace,
  size: Size,
  step = trace.steps.length,
  hands: readonly number[] = [],
  chosen: { readonly folding?: Folding; readonly moved?: Moved } = {},
): Shown {
  const index = new StageIndex(trace).update();
  const view = trace.stageAt(step);
  const layout = stageLayout({
    view,
    places: placesAt(trace, index, step, chosen.folding),
    index,
    size,
    byHand: (actor) => hands.includes(actor),
    openHand: hands[0] ?? null,
    controlsHeight: 160,
    moved: chosen.moved ?? {},
  });
  return { view, layout };
}
