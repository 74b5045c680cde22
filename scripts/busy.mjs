// npm run busy -- LOOPS COMMAND [ARGUMENTS]: runs a command while so many loops keep cores busy, to
// find what depends on how fast a machine is. The loops are children and end with the command.
import { spawn } from "node:child_process";

const [loops = "", command, ...args] = process.argv.slice(2);
if (!/^[1-9]\d?$/.test(loops) || command === undefined) {
  console.error("Usage: npm run busy -- LOOPS COMMAND [ARGUMENTS]");
  process.exit(2);
}

const PARENT_LOOK = 20;
// A loop looks now and then whether its parent is still there, so that none is ever left over.
const LOOP = `const until = (ms) => { const end = Date.now() + ms; while (Date.now() < end); };
for (;;) { until(${PARENT_LOOK}); try { process.kill(${process.pid}, 0); } catch { process.exit(); } }`;
const busy = Array.from({ length: Number(loops) }, () =>
  spawn(process.execPath, ["-e", LOOP], { stdio: "ignore" }),
);
const end = () => {
  for (const child of busy) child.kill("SIGKILL");
};

const child = spawn(command, args, { stdio: "inherit" });
child.once("error", (error) => {
  end();
  console.error(error.message);
  process.exitCode = 1;
});
child.once("exit", (code) => {
  end();
  process.exitCode = code ?? 1;
});
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"]))
  process.on(signal, () => child.kill(signal));
