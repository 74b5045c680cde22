import type { Command, Event, EventKind, EventOf, Make } from "@sockscope/protocol";
import { Journal } from "../journal/journal.ts";
import { Lab, type LabOptions } from "./lab.ts";

/** A lab with a reader of its journal that waits for events. */
export interface LabUnderTest {
  readonly lab: Lab;
  readonly journal: Journal;
  events(): Event[];
  of<K extends EventKind>(kind: K): EventOf<K>[];
  /** The first event for which `which` is true, now or later. */
  event(which: (event: Event) => boolean): Promise<Event>;
  /** Starts one program. Resolves with its actor. */
  spawn(program: string, more?: { host?: string; port?: number; make?: Make }): Promise<number>;
  /** Starts a server on a free port. Resolves with both once clients can connect. */
  server(program: string, make?: Make): Promise<{ actor: number; port: number }>;
  do(command: Command): Promise<readonly number[]>;
}

export function labUnderTest(
  options: Pick<LabOptions, "threadWorker" | "limits" | "asksKernel"> = {},
): LabUnderTest {
  const journal = new Journal();
  const lab = new Lab({
    journal,
    version: "test",
    ...options,
  });
  const events = (): Event[] => journal.read(0, journal.seq);

  const event = (which: (event: Event) => boolean): Promise<Event> =>
    new Promise((resolve) => {
      let seq = 0;
      const look = (): void => {
        const event = journal.read(seq, journal.seq).find(which);
        seq = journal.seq;
        if (!event) return;
        unsubscribe();
        resolve(event);
      };
      const unsubscribe = journal.subscribe(look);
      look();
    });

  const spawn: LabUnderTest["spawn"] = async (program, more = {}) => {
    const { actors } = await lab.do({ do: "spawn", program, count: 1, ...more });
    const [actor = 0] = actors;
    return actor;
  };

  return {
    lab,
    journal,
    events,
    of: <K extends EventKind>(kind: K) =>
      events().filter((event): event is EventOf<K> => event.kind === kind),
    event,
    spawn,
    async server(program, make) {
      const actor = await spawn(program, { port: 0, ...(make && { make }) });
      const bound = await event(
        (event) => event.kind === "call.ended" && event.actor === actor && event.verb === "bind",
      );
      await event(
        (event) =>
          event.kind === "call.began" &&
          event.actor === actor &&
          (event.verb === "accept" || event.verb === "recvfrom"),
      );
      const port = bound.kind === "call.ended" ? bound.result?.address?.port : undefined;
      return { actor, port: port ?? 0 };
    },
    do: async (command) => (await lab.do(command)).actors,
  };
}

export const ended = (actor: number) => (event: Event) =>
  event.kind === "actor.ended" && event.actor === actor;

export const returned = (actor: number, verb: string) => (event: Event) =>
  event.kind === "call.ended" && event.actor === actor && event.verb === verb;

/** True for the last of `count` such events. It must be called once per event. */
export function times(count: number, which: (event: Event) => boolean): (event: Event) => boolean {
  let left = count;
  return (event) => {
    if (which(event)) left -= 1;
    return left === 0;
  };
}
