import type { RecordedFact } from "@sockscope/sockets";
import type { Conditions } from "./conditions.ts";
import type { LimitActions } from "./stage-limits.ts";

/** ms before each call of a server that answers another server's answers. */
const DAMPED_PAUSE = 1000;

type Limit = Extract<RecordedFact, { kind: "limit.met" }>["limit"];

/** Records that a program has met a limit (rule E19), and slows it down where that helps. */
export class LimitReports implements LimitActions {
  readonly #record: (fact: RecordedFact) => void;
  readonly #conditions: Conditions;
  /** A connection was reset for want of room, and none was accepted since. */
  #isFull = false;
  /** It is recorded, since the stage was cleared, that cards of outsiders go. */
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

  /** A client comes to this server. Of several in a row that find no room the first one is recorded. */
  sockets(actor: number, hasRoom: boolean): void {
    if (!hasRoom && !this.#isFull) this.#report(actor, "sockets");
    this.#isFull = !hasRoom;
  }

  /** The card of this outsider goes, because there are too many. The first one of a scene is recorded. */
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
