import { programInfo } from "@sockscope/programs/ids";
import type { Command, GateTarget } from "@sockscope/protocol";
import { PERFECT_LINK } from "@sockscope/protocol";
import type { Facts } from "../facts/facts.ts";
import type { Lesson } from "../model/lesson.ts";
import type { HandMove, Move, SpawnMove } from "../model/move.ts";
import type { Ports } from "../text/markup.ts";

/** Who plays in a lesson and on which ports: what a move needs to become a command. */
export interface Cast {
  readonly facts: Facts;
  /** 0 for one that the kernel has to choose, or has not chosen yet. */
  readonly ports: Ports;
}

/** A server goes first: it may bind to port 0, and then the kernel says which port it is. */
const binds = ({ program }: SpawnMove): boolean => programInfo(program)?.role === "server";

/** Whether a move has to wait until the kernel has chosen a port. */
export function awaitsPort(move: Move, { ports }: Cast): boolean {
  if (move.do === "spawn") return !binds(move) && ports[move.port] === 0;
  return move.do === "hand" && "port" in move.call && ports[move.call.port] === 0;
}

/** The commands behind a move, one after the other; none for one that only waits. */
export function commandsOf(move: Move, { facts, ports }: Cast): readonly Command[] {
  const port = (name: string): number => ports[name] ?? 0;
  switch (move.do) {
    case "spawn": {
      const { program, count = 1, host = "127.0.0.1", make } = move;
      const more = make === undefined ? {} : { make };
      return [{ do: "spawn", program, count, host, port: port(move.port), ...more }];
    }
    case "hand":
      return facts
        .actors(move.of)
        .map((actor) => ({ do: "hand", actor, call: withPort(move.call, port) }));
    case "gate": {
      const { mode, pause, of } = move;
      const more = pause === undefined ? {} : { pause };
      return scopesOf(of === undefined ? "all" : facts.actors(of)).map((scope) => ({
        ...{ do: "gate", scope, mode },
        ...more,
      }));
    }
    case "pass":
      return scopesOf(facts.actors(move.of)).map((scope) => ({ do: "next", scope }));
    case "break": {
      const { on, verb, nth } = move;
      const more = nth === undefined ? {} : { nth };
      return facts
        .actors(move.of)
        .map((actor) => ({ do: "breakpoint", when: { on, verb, actor, ...more } }));
    }
    case "link": {
      const conditions = move.conditions && { ...PERFECT_LINK, ...move.conditions };
      const more = move.seed === undefined ? {} : { seed: move.seed };
      const [a, b] = move.between?.map((name) => facts.actors(name)[0] ?? 0) ?? [];
      const scope =
        a === undefined || b === undefined
          ? ({ over: "stage" } as const)
          : ({ over: "pair", a, b } as const);
      return [{ do: "link", scope, conditions, ...more }];
    }
    case "stop":
    case "remove":
      return facts.actors(move.of).map((actor) => ({ do: move.do, actor }));
    case "until":
      return [];
  }
}

/** The name of the port that programs of this name are started with; null when none are. */
export function portNameOf(lesson: Lesson, of: string): string | null {
  for (const { moves, after = [] } of lesson.steps)
    for (const move of [...moves, ...after])
      if (move.do === "spawn" && move.as === of) return move.port;
  return null;
}

/** Fills in the ports that the kernel has chosen where it was asked to; whether there were any. */
export function learnPorts(lesson: Lesson, facts: Facts, ports: Record<string, number>): boolean {
  let learned = false;
  for (const { moves } of lesson.steps)
    for (const move of moves) {
      if (move.do !== "spawn" || ports[move.port] !== 0) continue;
      const bound = facts.nth(move.as, "bind")?.result?.address?.port;
      if (bound === undefined || bound === 0) continue;
      ports[move.port] = bound;
      learned = true;
    }
  return learned;
}

/** Several are let go by one command, at the same moment, however slow the way to the lab is. */
const scopesOf = (actors: "all" | readonly number[]): readonly GateTarget[] => {
  if (actors === "all") return [actors];
  return actors.length > 1 ? [actors] : actors;
};

type HandCommand = Extract<Command, { do: "hand" }>["call"];

function withPort(call: HandMove, port: (name: string) => number): HandCommand {
  if (!("port" in call)) return call;
  const { host = "127.0.0.1", port: name } = call;
  return { ...call, host, port: port(name) };
}
