import type { Writable } from "node:stream";
import { parseArgs } from "node:util";
import { lessonOf } from "@sockscope/lessons";
import { visibleText } from "@sockscope/protocol";
import { doctor, terminalLang } from "../doctor/doctor.ts";
import type { LabOptions } from "../lab/lab.ts";
import { readVersion } from "../system/version.ts";
import { listLessons } from "./list-lessons.ts";
import { runLesson } from "./run-lesson.ts";
import { usageError } from "./usage-error.ts";

const HELP = `npm run -s sockscope -- run LESSON [--ndjson] [--free-ports]
    run a lesson and print its events; with --free-ports the kernel chooses its ports
npm run -s sockscope -- list
    name all lessons
npm run -s sockscope -- doctor [--lang=en|zh]
    say what is there to run it, and what is not
npm run -s sockscope -- --version
    show the version
`;
const OPTIONS = {
  ndjson: { type: "boolean" },
  "free-ports": { type: "boolean" },
  lang: { type: "string" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean" },
} as const;
/** The options that every command takes. */
const COMMON_OPTIONS = ["help", "version"];
/** The commands, and the other options that each takes. */
const COMMAND_OPTIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ["run", ["ndjson", "free-ports"]],
  ["list", []],
  ["doctor", ["lang"]],
  ["help", []],
]);

export interface CommandLineOptions extends Pick<LabOptions, "threadWorker"> {
  readonly out: Writable;
  readonly err: Writable;
}

const parse = (args: readonly string[]) =>
  parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });

/**
 * Carries out one command. Resolves with the exit code: 0 success, 1 the lesson failed, 2 bad
 * usage.
 */
export async function commandLine(
  args: readonly string[],
  { out, err, ...options }: CommandLineOptions,
): Promise<number> {
  const wrong = (sentence: string): number => {
    err.write(`${visibleText(sentence)}\n`);
    return 2;
  };
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    return wrong(`${usageError(error)}. Try: help`);
  }
  const { values, positionals } = parsed;
  const [command = "help", ...words] = positionals;
  const takes = COMMAND_OPTIONS.get(command);
  if (takes === undefined) return wrong(`There is no command "${command}". Try: help`);
  const foreign = Object.keys(values).find((name) => ![...takes, ...COMMON_OPTIONS].includes(name));
  if (foreign !== undefined) return wrong(`${command} has no option --${foreign}. Try: help`);
  if (values.help || (command === "help" && !values.version)) {
    out.write(HELP);
    return 0;
  }
  if (values.version) {
    out.write(`${readVersion(import.meta.url)}\n`);
    return 0;
  }
  const [id] = words;
  switch (command) {
    case "list":
      if (id !== undefined) return wrong("list takes no words. Try: help");
      out.write(listLessons());
      return 0;
    case "doctor": {
      if (id !== undefined) return wrong("doctor takes no words. Try: help");
      const { lang = terminalLang(process.env) } = values;
      if (lang !== "en" && lang !== "zh") return wrong(`--lang is en or zh, not "${lang}".`);
      return doctor(lang, out);
    }
    default: {
      if (id === undefined || words.length > 1)
        return wrong("run needs the id of one lesson. Try: list");
      const lesson = lessonOf(id);
      if (!lesson) return wrong(`There is no lesson "${id}". Try: list`);
      const { ndjson = false, "free-ports": freePorts = false } = values;
      return runLesson(lesson, { ndjson, freePorts, out, err, ...options });
    }
  }
}
