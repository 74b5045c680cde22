import type { Writable } from "node:stream";
import { lessons } from "@sockscope/lessons";
import type { LabOptions } from "./lab.ts";
import { listLessons } from "./list-lessons.ts";
import { runLesson } from "./run-lesson.ts";

const HELP = `npm run -s sockscope -- run LESSON [--ndjson]   run a lesson and print its events
npm run -s sockscope -- list                    name all lessons
`;

export interface CommandLineOptions extends Pick<LabOptions, "lessonPort"> {
  readonly out: Writable;
  readonly err: Writable;
}

/** Carries out one command; gives the exit code: 0 done, 1 the lesson failed, 2 bad usage. */
export async function commandLine(
  [command, ...rest]: readonly string[],
  { out, err, ...options }: CommandLineOptions,
): Promise<number> {
  const wrong = (sentence: string): number => {
    err.write(`${sentence}\n`);
    return 2;
  };
  const flags = rest.filter((word) => word.startsWith("-"));
  const words = rest.filter((word) => !word.startsWith("-"));
  const unknown = flags.find((flag) => command !== "run" || flag !== "--ndjson");
  if (unknown !== undefined) return wrong(`There is no option ${unknown} here. Try: help`);
  const [id] = words;
  switch (command) {
    case "help":
    case "--help":
      out.write(HELP);
      return 0;
    case "list":
      if (id !== undefined) return wrong("list takes no words. Try: help");
      out.write(listLessons());
      return 0;
    case "run":
      if (id === undefined || words.length > 1)
        return wrong("run needs the id of one lesson. Try: list");
      if (!lessons.some((lesson) => lesson.id === id))
        return wrong(`There is no lesson "${id}". Try: list`);
      return runLesson(id, { ndjson: flags.length > 0, out, err, ...options });
    case undefined:
      return wrong("Say what to do. Try: help");
    default:
      return wrong(`There is no command "${command}". Try: help`);
  }
}
