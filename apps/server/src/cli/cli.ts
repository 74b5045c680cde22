import { commandLine } from "./command-line.ts";

// A reader such as `head` may go before the end.
process.stdout.on("error", () => process.exit(0));
process.exitCode = await commandLine(process.argv.slice(2), {
  out: process.stdout,
  err: process.stderr,
});
