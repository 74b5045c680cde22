import open from "open";

/** False in CI and where there is no screen to open a browser on. */
export function canOpen(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): boolean {
  if (env["CI"]) return false;
  return platform !== "linux" || Boolean(env["DISPLAY"] ?? env["WAYLAND_DISPLAY"]);
}

/** Opens the page. Calls `failed` if there is no browser. */
export async function openBrowser(url: string, failed: () => void): Promise<void> {
  try {
    const browser = await open(url);
    browser.on("error", failed);
  } catch {
    failed();
  }
}
