import { posix, win32 } from "node:path";

/**
 * The default folder of recordings: the platform's folder for a user's data. A variable that is
 * empty or not an absolute path counts as unset.
 */
export function dataFolder(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
  home: string,
): string {
  const { join, isAbsolute } = platform === "win32" ? win32 : posix;
  const named = (name: string): string | null => {
    const value = env[name];
    return value !== undefined && isAbsolute(value) ? value : null;
  };
  switch (platform) {
    case "win32":
      return join(named("LOCALAPPDATA") ?? join(home, "AppData", "Local"), "Sockscope");
    case "darwin":
      return join(home, "Library", "Application Support", "Sockscope");
    default:
      return join(named("XDG_DATA_HOME") ?? join(home, ".local", "share"), "sockscope");
  }
}
