import { homedir } from "node:os";
import { fileURLToPath } from "node:url";
import { type Invitation, LIMITS, visibleText } from "@sockscope/protocol";
import { type RunningServer, startServer } from "../http/server.ts";
import { canOpen, openBrowser } from "../system/browser.ts";
import { dataFolder } from "../system/data-folder.ts";
import { endBySignal } from "../system/end-by-signal.ts";
import { programsThatFit, socketsThatFit } from "../system/open-files.ts";
import { readVersion } from "../system/version.ts";
import { HELP, type Options, parseOptions } from "./options.ts";

/** ms allowed for completing the recording after an internal error. */
const WRITTEN = 1500;

const say = (sentence: string): boolean => process.stdout.write(`${sentence}\n`);
const complain = (sentence: string): boolean => process.stderr.write(`${visibleText(sentence)}\n`);

/** Why the server could not start, in one sentence. */
function reason(error: unknown, { port, host, data }: Options): string {
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code === "EADDRINUSE") return `Port ${port} is taken. Choose another one with --port.`;
  const syscall = error instanceof Error && "syscall" in error ? error.syscall : null;
  const isName = syscall === "getaddrinfo" && error instanceof Error && "hostname" in error;
  if (isName && error.hostname !== host)
    return `Nobody knows an address of ${String(error.hostname)}.`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND" || code === "EAI_AGAIN")
    return `${host} is not an address of this machine.`;
  if (code === "EACCES" && data === null)
    return `Port ${port} needs more rights. Choose one from 1024 up with --port.`;
  const ofFile = syscall !== null && syscall !== "listen";
  if (data !== null && ofFile) return `The folder ${data} cannot be written (${String(code)}).`;
  return error instanceof Error ? `Sockscope cannot start: ${error.message}` : String(error);
}

/** Warns that other machines can now reach this one. */
function warnOfOthers({ code, urls }: Invitation): void {
  complain("Warning: with --host other machines can reach this page. They may look, not act.");
  say(`They find it at ${urls.join(" or ")} and need the join code ${code}`);
  say(
    `At most ${LIMITS.outsideViewers} of them look on at once. One address has at most ${LIMITS.addressConnections} connections and ${LIMITS.addressRequests} requests a second.`,
  );
}

async function start(options: Options): Promise<void> {
  let server: RunningServer;
  try {
    const webRoot = fileURLToPath(new URL("../web", import.meta.url));
    const data = options.data ?? dataFolder(process.platform, process.env, homedir());
    const dataIsOptional = options.data === null;
    server = await startServer({ ...options, data, dataIsOptional, webRoot, warn: complain });
  } catch (error) {
    complain(reason(error, options));
    process.exitCode = 1;
    return;
  }
  const { flush, close } = server;
  const end = endBySignal({
    close,
    flush,
    exit: (code) => process.exit(code),
    now: () => performance.now(),
    after: (ms, act) => void setTimeout(act, ms),
  });
  process.on("SIGINT", end);
  process.on("SIGTERM", end);
  process.on("SIGHUP", end);
  // An internal error does not end the session: its events are saved, and it continues if it can.
  process.on(
    "unhandledRejection",
    (error) => void complain(`Sockscope made a mistake: ${String(error)}`),
  );
  process.on("uncaughtException", (error) => {
    complain(`Sockscope made a mistake and ends: ${error.stack ?? error.message}`);
    flush(performance.now() + WRITTEN);
    process.exit(1);
  });

  const { port, url } = server;
  if (options.port !== 0 && port !== options.port)
    say(`Port ${options.port} is taken; using ${port}.`);
  say(`Sockscope is at ${url}`);
  if (server.invitation !== null) warnOfOthers(server.invitation);
  for (const { host, port: opened } of options.allowConnect)
    complain(`Warning: programs on the stage may also connect to ${host}, port ${opened}.`);
  const others = server.invitation !== null;
  const sockets = socketsThatFit(others);
  if (sockets < LIMITS.sockets)
    complain(
      `Warning: few files may be open here (ulimit -n): the stage has room for ${sockets} sockets and ${Math.min(programsThatFit(others), LIMITS.actors)} programs, not ${LIMITS.sockets} and ${LIMITS.actors}.`,
    );
  if (options.open && canOpen(process.env, process.platform))
    await openBrowser(url, () => complain("Open that address in a browser."));
}

const parsed = parseOptions(process.argv.slice(2));
switch (parsed.kind) {
  case "help":
    say(HELP);
    break;
  case "version":
    say(readVersion(import.meta.url));
    break;
  case "wrong":
    complain(parsed.sentence);
    process.exitCode = 2;
    break;
  case "start":
    await start(parsed.options);
    break;
}
