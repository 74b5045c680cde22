import { delimiter, join } from "node:path";

/**
 * Chromium first: it is nearest to what Playwright drives; then Chrome, then Edge. Its headless shell draws
 * no browser window of its own, which takes a third less time.
 */
const ON_PATH = [
  "chromium-headless-shell",
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "chrome",
  "microsoft-edge",
  "microsoft-edge-stable",
  "msedge",
];

const MACOS = [
  "Chromium.app/Contents/MacOS/Chromium",
  "Google Chrome.app/Contents/MacOS/Google Chrome",
  "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
];

const WINDOWS = [
  ["Chromium", "Application", "chrome.exe"],
  ["Google", "Chrome", "Application", "chrome.exe"],
  ["Microsoft", "Edge", "Application", "msedge.exe"],
];

const LINUX = [
  "/usr/lib/chromium/chromium-headless-shell",
  "/snap/bin/chromium",
  "/usr/lib/chromium/chromium",
  "/opt/google/chrome/chrome",
  "/opt/microsoft/msedge/msedge",
];

/**
 * Where a Chromium, Chrome or Edge usually stands, the likeliest first.
 * @param {NodeJS.Platform} platform
 * @param {NodeJS.ProcessEnv} env
 * @returns {readonly string[]} absolute paths, which may or may not exist
 */
export function chromiumPlaces(platform, env) {
  const folders = (env["PATH"] ?? env["Path"] ?? "").split(delimiter).filter((dir) => dir !== "");
  const suffix = platform === "win32" ? ".exe" : "";
  const onPath = ON_PATH.flatMap((name) => folders.map((dir) => join(dir, name + suffix)));
  switch (platform) {
    case "darwin":
      return [
        ...onPath,
        ...["/Applications", join(env["HOME"] ?? "/", "Applications")].flatMap((dir) =>
          MACOS.map((app) => join(dir, app)),
        ),
      ];
    case "win32":
      return [
        ...onPath,
        ...["ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA"]
          .flatMap((name) => env[name] ?? [])
          .flatMap((dir) => WINDOWS.map((parts) => join(dir, ...parts))),
      ];
    default:
      return [...onPath, ...LINUX];
  }
}
