import { programInfo } from "@sockscope/programs/ids";
import type { Command } from "@sockscope/protocol";
import { PERFECT_LINK } from "@sockscope/protocol";
import type { Facts } from "./facts.ts";
import type { Ports } from "./markup.ts";
import type { HandMove, Move, SpawnMove } from "./move.ts";

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
      const scopes = of === undefined ? (["all"] as const) : facts.actors(of);
      return scopes.map((scope) => ({
        ...{ do: "gate", scope, mode },
        ...(pause !== undefined && { pause }),
      }));
    }
    case "pass":
      return facts.actors(move.of).map((scope) => ({ do: "next", scope }));
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
      return [{ do: "link", scope: { over: "stage" }, conditions, ...more }];
    }
    case "stop":
    case "remove":
      return facts.actors(move.of).map((actor) => ({ do: move.do, actor }));
    case "until":
      return [];
  }
}

type HandCommand = Extract<Command, { do: "hand" }>["call"];

function withPort(call: HandMove, port: (name: string) => number): HandCommand {
  if (!("port" in call)) return call;
  const { host = "127.0.0.1", port: name } = call;
  return { ...call, host, port: port(name) };
}
