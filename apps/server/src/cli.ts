import { lessons } from "@sockscope/lessons";
import { listLessons } from "./list-lessons.ts";
import { runLesson } from "./run-lesson.ts";

const HELP = `npm run -s sockscope -- run LESSON --ndjson   run a lesson and print its events
npm run -s sockscope -- list                  name all lessons
`;

function wrong(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 2;
}

async function main([command, ...rest]: readonly string[]): Promise<void> {
  const flags = rest.filter((word) => word.startsWith("-"));
  const words = rest.filter((word) => !word.startsWith("-"));
  const unknown = flags.find((flag) => !(command === "run" && flag === "--ndjson"));
  if (command === undefined || command === "help" || command === "--help") {
    process.stdout.write(HELP);
  } else if (unknown) wrong(`There is no option ${unknown} for "${command}".`);
  else if (command === "list" && words.length === 0) process.stdout.write(listLessons());
  else if (command === "run" && words.length === 1) {
    const lesson = lessons.find(({ id }) => id === words[0]);
    if (!lesson) return wrong(`There is no lesson "${words[0]}". Try: list`);
    const ndjson = flags.includes("--ndjson");
    process.exitCode = await runLesson(lesson.id, { ndjson, out: process.stdout });
  } else if (command === "run") wrong("run needs the id of one lesson. Try: list");
  else wrong(`"${[command, ...words].join(" ")}" is not understood. Try: help`);
}

// A reader such as `head` may go before the end.
process.stdout.on("error", () => process.exit(0));
await main(process.argv.slice(2));
