import type { Order } from "@sockscope/programs";
import { type HandCall, LIMITS } from "@sockscope/protocol";
import type { RecordedFact } from "@sockscope/sockets";
import type { TargetPolicy } from "../access/target-policy.ts";
import { Refusal } from "../system/problem.ts";

/**
 * The orders of one program that is driven by hand. Like a program with one thread, it makes one
 * call at a time. Only `close` may come while another call waits. That call then fails the way the
 * operating system makes it fail.
 */
export class Hand {
  readonly #queue: Order[] = [];
  #wake: (() => void) | null = null;
  #begun: (() => void)[] = [];
  /** Calls whose order is already answered, because they wait at the gate. */
  readonly #atGate = new Set<number>();
  #pending: HandCall["verb"] | null = null;
  #closing = false;
  #over = false;

  /** The source of the program's orders. It ends when the program ends. */
  async *orders(): AsyncGenerator<Order> {
    for (;;) {
      const order = this.#queue.shift();
      if (order) yield order;
      else if (this.#over) return;
      else
        await new Promise<void>((wake) => {
          this.#wake = wake;
        });
    }
  }

  /**
   * Resolves when the call has begun, or waits at the gate. Its end is visible on the stage. Throws
   * `Refusal`.
   */
  async order(order: Order): Promise<void> {
    if (this.#closing || this.#over)
      throw new Refusal("wrong-state", "This client has closed its socket.");
    if (this.#pending !== null && order.verb !== "close")
      throw new Refusal("busy", `This client is still waiting in ${this.#pending}.`);
    this.#pending = order.verb;
    this.#closing = order.verb === "close";
    const begun = new Promise<void>((resolve) => this.#begun.push(resolve));
    this.#queue.push(order);
    this.#wake?.();
    await begun;
  }

  /** Sees the facts of this client, to learn when a call has begun and ended. */
  see(fact: RecordedFact): void {
    if (fact.kind === "gate.reached" && fact.at === "call") {
      this.#atGate.add(fact.call);
      this.#begun.shift()?.();
    } else if (fact.kind === "call.began" && !this.#atGate.delete(fact.call))
      this.#begun.shift()?.();
    else if (fact.kind === "call.ended" && !this.#closing) this.#pending = null;
  }

  end(): void {
    this.#over = true;
    this.#wake?.();
    for (const begun of this.#begun.splice(0)) begun();
  }
}

/** The order for a command, checked against what the lab allows. Throws `Refusal`. */
export function toOrder(call: HandCall, targets: TargetPolicy): Order {
  switch (call.verb) {
    case "connect": {
      const { host } = targets.allow(call.host, call.port);
      return { verb: "connect", address: [host, call.port] };
    }
    case "send":
      // TCP would send nothing. UDP sends a datagram without bytes (rule C4).
      if (call.text === "") throw new Refusal("text-empty", "There is no text to send.");
      return { verb: "send", text: checkText(call.text) };
    case "sendto": {
      const { host } = targets.allow(call.host, call.port);
      return { verb: "sendto", text: checkText(call.text), address: [host, call.port] };
    }
    case "recv":
    case "recvfrom":
    case "shutdown":
    case "settimeout":
    case "close":
      return call;
  }
}

function checkText(text: string): string {
  const bytes = Buffer.byteLength(text);
  if (bytes > LIMITS.textBytes)
    throw new Refusal(
      "text-too-long",
      `The text has ${bytes} bytes; at most ${LIMITS.textBytes} can be sent at once.`,
    );
  return text;
}
