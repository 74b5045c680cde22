import { expect, test } from "./support/fixtures.ts";
import { watchPages } from "./support/page/page-watch.ts";

const STYLE = 'Object.assign(document.createElement("style"), { textContent: "a {}" })';

/** What is done to a page, and how the watch must name it. The last one leaves the page. */
const PLANTED: readonly (readonly [script: string, noticed: RegExp])[] = [
  ['console.warn("warned")', /^console warning: warned/],
  ['console.error("failed")', /^console error: failed/],
  ['setTimeout(() => { throw new Error("thrown"); })', /^uncaught: .*thrown/],
  ['void Promise.reject(new Error("rejected"))', /^uncaught: .*rejected/],
  [`document.head.append(${STYLE})`, /^console error: policy style-src/],
  ['new WebSocket("ws://example.com/")', /ws:\/\/example\.com/],
  ['setTimeout(() => { location.href = "http://example.com/"; })', /^request to http:\/\/example/],
];

/** Every other test relies on the watch, so here it must notice what is planted. */
test.describe("the watch over pages", () => {
  test("finds nothing in the page as it is", async ({ page, watch }) => {
    await page.goto("/");
    await expect(page.getByRole("button").first()).toBeVisible();
    expect(watch.problems()).toEqual([]);
  });

  test("notices each planted problem, unless it is allowed", async ({ browser, sockscope }) => {
    const context = await browser.newContext();
    const watch = await watchPages(context);
    watch.allow(/allowed/);
    const page = await context.newPage();
    await page.goto(sockscope.url);
    await page.evaluate('console.error("allowed")');
    for (const [script, noticed] of PLANTED) {
      await page.evaluate(`{ ${script}; }`);
      await expect
        .poll(() => watch.problems().some((one) => noticed.test(one)), { message: script })
        .toBe(true);
    }
    expect(watch.problems().filter((one) => one.includes("allowed"))).toEqual([]);
    await context.close();
  });
});
