import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** Started by itself: whoever watches its network slows a page with a WebSocket by half and more. */
export async function withChromium<T>(
  executable: string,
  url: string,
  work: () => Promise<T>,
): Promise<T> {
  const profile = mkdtempSync(join(tmpdir(), "sockscope-bench-"));
  const browser = spawn(
    executable,
    [
      "--headless=new",
      "--no-sandbox",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-extensions",
      "--mute-audio",
      "--window-size=1280,720",
      "--enable-blink-features=ForceEagerMeasureMemory",
      `--user-data-dir=${profile}`,
      ...(process.env["BENCH_CHROMIUM_FLAGS"] ?? "").split(" ").filter((flag) => flag !== ""),
      url,
    ],
    { stdio: "ignore" },
  );
  const gone = new Promise<void>((resolve) => {
    browser.on("exit", () => resolve());
    browser.on("error", () => resolve());
  });
  try {
    return await work();
  } finally {
    browser.kill();
    await gone;
    await removeAll(profile);
  }
}

/** Chromium's last process may write a file into a folder that is just being emptied. */
async function removeAll(folder: string): Promise<void> {
  for (let tries = 0; ; tries += 1)
    try {
      return rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      if (tries === 50) throw error;
      await wait(100);
    }
}
