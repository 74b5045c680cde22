import type { CallError, CallSite, Source, Truth, Verb } from "@sockscope/protocol";
import {
  type DatagramArrived,
  factOfBeginning,
  factOfEnd,
  type MadeCall,
  type RecordedFact,
  type RecordedResult,
  type Recorder,
} from "@sockscope/sockets";
import type { Journal } from "../journal/journal.ts";
import type { KernelWatch } from "../kernel/kernel-watch.ts";
import type { Conditions } from "./conditions.ts";
import type { Hand } from "./hand.ts";
import type { Outsiders } from "./outsiders/outsiders.ts";
import type { StageLimits } from "./stage-limits.ts";

/** Everything that draws conclusions from recorded facts. */
export interface Observers {
  readonly outsiders: Outsiders;
  readonly conditions: Conditions;
  readonly limits: StageLimits;
  /** By actor: the running programs that are driven by hand. */
  readonly hands: ReadonlyMap<number, Hand>;
  /** Null if the kernel cannot be read. */
  readonly kernel: KernelWatch | null;
}

/**
 * Receives what the programs' calls, and the playground itself, report, and passes it to the
 * journal and the observers. It is a class, not an object of functions, because V8 looks up the
 * functions of an object that has a getter anew with every call.
 */
export class StageRecorder implements Recorder {
  readonly #journal: Journal;
  #observers: Observers | null = null;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  /** From now on these observers see each fact. */
  observe(observers: Observers): void {
    this.#observers = observers;
  }

  get off(): boolean {
    return this.#journal.off;
  }

  record(fact: RecordedFact, truth: Truth = "observed", source: Source = "program"): void {
    this.#observers?.outsiders.before(fact);
    this.#observers?.conditions.before(fact);
    this.#journal.record(fact, truth, source);
    this.#notify(fact);
  }

  /** Most calls move bytes, and do not change who is on the stage. */
  began(call: MadeCall, thread: number | null, site: CallSite | undefined): void {
    const observers = this.#observers;
    if (observers && isPlain(call, observers)) {
      this.#journal.began(call, thread, site);
      if (call.verb === "sendto") {
        observers.limits.sends(call);
        observers.kernel?.sends(call);
      }
      return;
    }
    const fact = factOfBeginning(call, thread, site);
    observers?.outsiders.before(fact);
    this.#journal.began(call, thread, site);
    this.#notify(fact);
  }

  ended(call: MadeCall, result: RecordedResult | undefined, error: CallError | undefined): void {
    const observers = this.#observers;
    if (observers && result && error === undefined && isPlain(call, observers)) {
      this.#journal.ended(call, result, error);
      observers.limits.moves(call, result);
      if (observers.kernel?.stirred === false) observers.kernel.stir();
      return;
    }
    if (observers?.kernel?.stirred === false && movesBytes(call.verb)) observers.kernel.stir();
    const fact = factOfEnd(call, result, error);
    observers?.outsiders.before(fact);
    this.#journal.ended(call, result, error);
    this.#notify(fact);
  }

  /** Most datagrams come from a known sender. */
  arrived(fact: DatagramArrived): void {
    this.#observers?.outsiders.hear(fact.address);
    this.#journal.arrived(fact);
    this.#observers?.kernel?.arrived();
  }

  #notify(fact: RecordedFact): void {
    const observers = this.#observers;
    if (observers === null) return;
    const { conditions, limits, hands, outsiders, kernel } = observers;
    conditions.see(fact);
    limits.see(fact);
    if (hands.size > 0 && "actor" in fact) hands.get(fact.actor)?.see(fact);
    outsiders.after(fact);
    kernel?.see(fact);
  }
}

const isPlain = ({ verb, actor }: MadeCall, { hands }: Observers): boolean =>
  movesBytes(verb) && !(hands.size > 0 && hands.has(actor));

function movesBytes(verb: Verb): boolean {
  switch (verb) {
    case "send":
    case "sendall":
    case "recv":
    case "sendto":
    case "recvfrom":
      return true;
    default:
      return false;
  }
}
