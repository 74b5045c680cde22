import type { Browser, TestInfo } from "@playwright/test";

const RULES = "--host-resolver-rules=";

/**
 * A browser of the test's own, in which these names lead to this machine; no other name leads
 * anywhere.
 */
export function launchWithNames(
  browser: Browser,
  info: TestInfo,
  names: readonly string[],
): Promise<Browser> {
  const { launchOptions = {} } = info.project.use;
  const mapped = names.map((name) => `MAP ${name} 127.0.0.1`);
  const rest = "MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1, EXCLUDE [::1]";
  const args = (launchOptions.args ?? []).filter((arg) => !arg.startsWith(RULES));
  return browser.browserType().launch({
    ...launchOptions,
    args: [...args, `${RULES}${[...mapped, rest].join(", ")}`],
  });
}
