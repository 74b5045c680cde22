import { commandLine } from "./command-line.ts";

// A reader such as `head` may close its end first.
process.stdout.on("error", () => process.exit(0));
process.exitCode = await commandLine(process.argv.slice(2), {
  out: process.stdout,
  err: process.stderr,
});
