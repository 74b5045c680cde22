import type { Command, Event } from "@sockscope/protocol";
import type { Lesson } from "../model/lesson.ts";
import type { Ports } from "../text/markup.ts";
import { portNameOf } from "./cast.ts";
import type { PlayProblem } from "./view.ts";

/** What an event at a program that the lesson calls `of` makes impossible; null: nothing. */
export function problemOf(
  event: Event,
  of: string,
  { lesson, ports, mayEnd }: { lesson: Lesson; ports: Ports; mayEnd: ReadonlySet<string> },
): PlayProblem | null {
  if (event.kind === "call.ended" && event.verb === "bind" && event.error) {
    const port = portNameOf(lesson, of);
    if (event.error.errno !== "EADDRINUSE" || port === null) return null;
    return { kind: "port-taken", port, number: ports[port] ?? 0 };
  }
  if (event.kind === "actor.ended" && event.how === "failed")
    return { kind: "failed", of, error: event.error ?? "" };
  const gone =
    event.kind === "actor.removed" || (event.kind === "actor.ended" && event.how === "stopped");
  return gone && !mayEnd.has(of) ? { kind: "gone", of } : null;
}

/** Whether a refusal says that somebody else has done meanwhile what the command was to do. */
export function isSoAnyway(command: Command, code: string): boolean {
  return (
    (command.do === "next" && code === "nothing-waits") ||
    (command.do === "no-breakpoint" && code === "unknown-breakpoint")
  );
}
