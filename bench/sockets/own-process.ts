import { spawnSync } from "node:child_process";

/**
 * Runs the benchmark `main` once for each of these, as its `--only=`, each in a process of its own, so
 * that none bears the garbage of another; then ends this process.
 */
export function eachInItsOwn(main: string, names: readonly string[]): never {
  const more = process.argv.slice(2).filter((arg) => !arg.startsWith("--only="));
  const ends = names.map((name) => {
    const args = [main, `--only=${name}`, ...more];
    return spawnSync(process.execPath, args, { stdio: "inherit" }).status;
  });
  process.exit(ends.every((status) => status === 0) ? 0 : 1);
}
