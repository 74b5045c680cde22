import type { RecordedFact } from "@sockscope/sockets";
import type { Conditions } from "./conditions.ts";
import type { LimitActions } from "./stage-limits.ts";

/** ms before each call of a server that answers another server's answers. */
const DAMPED_PAUSE = 1000;

type Limit = Extract<RecordedFact, { kind: "limit.met" }>["limit"];

/** Records that a program has met a limit (rule E19), and slows it down if that helps. */
export class LimitReports implements LimitActions {
  readonly #record: (fact: RecordedFact) => void;
  readonly #conditions: Conditions;
  /** A connection was reset for lack of room, and none has been accepted since. */
  #isFull = false;
  /** Since the stage was cleared it has been recorded that cards of outsiders are removed. */
  #isCrowded = false;

  constructor(record: (fact: RecordedFact) => void, conditions: Conditions) {
    this.#record = record;
    this.#conditions = conditions;
  }

  bytes(actor: number, rest: number): void {
    this.#report(actor, "bytes");
    this.#conditions.brake(actor, rest);
  }

  answers(actor: number): void {
    this.#report(actor, "answers");
    this.#conditions.slow(actor, DAMPED_PAUSE);
  }

  echoes(actor: number): void {
    this.#report(actor, "echoes");
    this.#conditions.slow(actor, DAMPED_PAUSE);
  }

  /**
   * A client connects to this server. Of several in a row without room only the first is recorded.
   */
  sockets(actor: number, hasRoom: boolean): void {
    if (!hasRoom && !this.#isFull) this.#report(actor, "sockets");
    this.#isFull = !hasRoom;
  }

  /**
   * There are too many outsiders, so the card of this one is removed. Since the last clear, only
   * the first removal is recorded.
   */
  outsiders(actor: number): void {
    if (!this.#isCrowded) this.#report(actor, "outsiders");
    this.#isCrowded = true;
  }

  /** The stage is cleared. */
  clear(): void {
    this.#isCrowded = false;
  }

  #report(actor: number, limit: Limit): void {
    this.#record({ kind: "limit.met", actor, limit });
  }
}
