import { spawn } from "node:child_process";
import { basename } from "node:path";
import { root } from "../root.mjs";

/**
 * @typedef {object} RunOptions
 * @property {import("node:child_process").StdioOptions} [stdio]
 * @property {NodeJS.ProcessEnv} [env] added to our own
 * @property {number} [timeout] ms, after which it is ended
 * @property {boolean} [shell]
 */

/**
 * Runs a command in the repository's folder and waits for its end. What it prints goes to stderr,
 * so that stdout stays free for results, unless `stdio` says otherwise.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<number>} its exit code; 1 if it could not be started or was ended by a signal
 */
export function run(command, args, { stdio = ["ignore", 2, 2], env, timeout, shell } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio,
      env: { ...process.env, ...env },
      timeout,
      shell,
      windowsHide: true,
    });
    child.on("error", (error) => {
      console.error(`${command} could not be started: ${error.message}`);
      resolve(1);
    });
    child.on("close", (code) => resolve(code ?? 1));
  });
}

/**
 * Runs a script of this repository, or of a package, with this same Node.js.
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 */
export const runNode = (args, options) => run(process.execPath, args, options);

/**
 * Runs npm: the one that started us if there is one, else the one on PATH.
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 */
export function runNpm(args, options) {
  const cli = process.env.npm_execpath;
  if (cli !== undefined && basename(cli) === "npm-cli.js") return runNode([cli, ...args], options);
  // npm is a batch file on Windows, which only a shell starts; our arguments need no quoting.
  return run("npm", args, { ...options, shell: process.platform === "win32" });
}
