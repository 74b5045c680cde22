import { expect, test } from "./support/fixtures.ts";
import { layoutProblems } from "./support/page/layout.ts";

const box = (css: string, text: string, tag = "div") =>
  `document.body.append(Object.assign(document.createElement("${tag}"), { textContent: "${text}" }));
   document.body.lastElementChild.style.cssText = "position: absolute; background: red; ${css}";`;

/** What is put on a page, and how it must be named. */
const PLANTED: readonly (readonly [script: string, noticed: RegExp])[] = [
  [
    box(
      "left: 300px; top: 90px; width: 40px; overflow: hidden; white-space: nowrap",
      "too wide a text",
    ),
    /“too wide a text” is cut off sideways/,
  ],
  [
    box("left: 300px; top: 90px; height: 4px; overflow: hidden", "too high"),
    /“too high” is cut off in height/,
  ],
  [
    box("left: 300px; top: 90px", "one") + box("left: 305px; top: 92px", "other"),
    /texts “one” and “other” overlap/,
  ],
  [
    box("left: 300px; top: 90px; width: 60px", "", "button") +
      box("left: 340px; top: 90px; width: 60px", "", "button"),
    /controls button “” and button “” overlap/,
  ],
  [
    box("left: 300px; top: 90px; width: 60px; height: 30px", "", "article") +
      box("left: 340px; top: 90px; width: 60px; height: 30px", "", "article"),
    /cards article “” and article “” overlap/,
  ],
  [box("left: 300px; bottom: -30px", "below"), /“below” is outside the window/],
  [box("left: 2000px; width: 9px; height: 9px", ""), /the page scrolls sideways/],
];

/** What may be. */
const FAIR: readonly string[] = [
  box(
    "left: 300px; top: 400px; width: 40px; overflow: hidden; white-space: nowrap; text-overflow: ellipsis",
    "an ellipsis says so",
  ),
  box("left: 300px; top: 450px; width: 40px; height: 20px; overflow: auto", "one can scroll to it"),
  box("left: 300px; top: 500px; visibility: hidden", "nobody sees it"),
];

test.describe("the look at the layout", () => {
  test("notices what is planted, and nothing else", async ({ page }) => {
    await page.goto("/");
    await expect(page.getByRole("button").first()).toBeVisible();
    expect(await layoutProblems(page)).toEqual([]);
    for (const [script, noticed] of PLANTED) {
      const before = await page.evaluate("document.body.childElementCount");
      await page.evaluate(`{ ${script} }`);
      expect(
        (await layoutProblems(page)).filter((one) => noticed.test(one)),
        script,
      ).toHaveLength(1);
      await page.evaluate(
        `while (document.body.childElementCount > ${String(before)}) document.body.lastElementChild.remove()`,
      );
    }
    await page.evaluate("document.querySelector('.app').style.visibility = 'hidden'");
    for (const script of FAIR) await page.evaluate(`{ ${script} }`);
    expect(await layoutProblems(page)).toEqual([]);
  });
});
