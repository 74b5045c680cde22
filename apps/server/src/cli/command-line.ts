import type { Writable } from "node:stream";
import { lessonOf } from "@sockscope/lessons";
import { doctor, terminalLang } from "../doctor/doctor.ts";
import type { LabOptions } from "../lab/lab.ts";
import { listLessons } from "./list-lessons.ts";
import { runLesson } from "./run-lesson.ts";

const HELP = `npm run -s sockscope -- run LESSON [--ndjson] [--free-ports]
    run a lesson and print its events; with --free-ports the kernel chooses its ports
npm run -s sockscope -- list
    name all lessons
npm run -s sockscope -- doctor [--lang=en|zh]
    say what is there to run it, and what is not
`;
const RUN_FLAGS: readonly string[] = ["--ndjson", "--free-ports"];

/** What may be said with a command. */
const FLAGS: ReadonlyMap<string, readonly string[]> = new Map([
  ["run", RUN_FLAGS],
  ["doctor", ["--lang=en", "--lang=zh"]],
]);

export interface CommandLineOptions extends Pick<LabOptions, "threadWorker"> {
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
  const unknown = flags.find((flag) => !FLAGS.get(command ?? "")?.includes(flag));
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
    case "doctor": {
      if (id !== undefined) return wrong("doctor takes no words. Try: help");
      const lang = flags.at(-1)?.slice("--lang=".length);
      return doctor(lang === "en" || lang === "zh" ? lang : terminalLang(process.env), out);
    }
    case "run": {
      if (id === undefined || words.length > 1)
        return wrong("run needs the id of one lesson. Try: list");
      const lesson = lessonOf(id);
      if (!lesson) return wrong(`There is no lesson "${id}". Try: list`);
      const [ndjson, freePorts] = RUN_FLAGS.map((flag) => flags.includes(flag));
      return runLesson(lesson, {
        ...{ ndjson: ndjson === true, freePorts: freePorts === true },
        ...{ out, err, ...options },
      });
    }
    case undefined:
      return wrong("Say what to do. Try: help");
    default:
      return wrong(`There is no command "${command}". Try: help`);
  }
}
