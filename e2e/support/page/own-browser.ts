import type { Browser, TestInfo } from "@playwright/test";

const RULES = "--host-resolver-rules=";

/**
 * A browser of the test's own, in which these names lead to 127.0.0.1 and these addresses to
 * themselves; no other one leads anywhere.
 */
export function launchWithNames(
  browser: Browser,
  info: TestInfo,
  names: readonly string[],
  addresses: readonly string[] = [],
): Promise<Browser> {
  const { launchOptions = {} } = info.project.use;
  const mapped = names.map((name) => `MAP ${name} 127.0.0.1`);
  const here = ["localhost", "127.0.0.1", "[::1]", ...addresses].map((one) => `EXCLUDE ${one}`);
  const args = (launchOptions.args ?? []).filter((arg) => !arg.startsWith(RULES));
  return browser.browserType().launch({
    ...launchOptions,
    args: [...args, `${RULES}${[...mapped, "MAP * ~NOTFOUND", ...here].join(", ")}`],
  });
}
