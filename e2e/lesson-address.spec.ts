import { lessonOf } from "@sockscope/lessons";
import { expect, holdTcpPort, test } from "./support/fixtures.ts";

const ID = "tcp-server-client";
const lesson = lessonOf(ID);
const STEPS = lesson?.steps.length ?? 0;
const titleOf = (step: number): string => lesson?.steps[step - 1]?.title.en ?? "";

test.beforeEach(async ({ page }) => {
  await page.goto("/?ports=free");
  await page.getByLabel("Speed").selectOption("steps 30");
});

test("a lesson that does not exist is answered with those that do", async ({ page }) => {
  await page.goto("/?ports=free#lesson=no-such-lesson");
  const panel = page.locator("section.lesson");
  await expect(panel.getByRole("alert")).toContainText("“no-such-lesson”");
  await panel.getByRole("button", { name: lesson?.title.en ?? "" }).click();
  await expect(panel.getByRole("button", { name: "Begin", exact: true })).toBeVisible();
  expect(new URL(page.url()).hash).toBe(`#lesson=${ID}`);
});

test("a step that does not exist is answered with the first and the last", async ({ page }) => {
  for (const step of ["0", "99", "-1", "x"]) {
    await page.goto(`/?ports=free#lesson=${ID}&step=${step}`);
    await expect(page.getByRole("alert").filter({ hasText: `steps 1 to ${STEPS}` })).toBeVisible();
  }
  await page.getByRole("button", { name: "To the last step" }).click();
  expect(new URL(page.url()).hash).toBe(`#lesson=${ID}&step=${STEPS}`);
  // Nothing opens a socket before a click.
  await expect(page.locator(".card")).toHaveCount(0);
});

test("a step by its address: the ones before it are run, then back and forward lead through", async ({
  page,
}) => {
  await page.goto(`/?ports=free#lesson=${ID}&step=3`);
  const panel = page.locator("section.lesson");
  await expect(panel.locator(".step-title")).toHaveText(titleOf(3));
  await expect(page.locator(".card")).toHaveCount(0);
  await panel.getByRole("button", { name: "Run up to step 3" }).click();
  await expect(panel.getByRole("button", { name: "Next", exact: true })).toHaveAttribute(
    "aria-disabled",
    "false",
  );
  await expect(page.locator(".card").first()).toBeVisible();
  await page.keyboard.press("PageDown");
  await expect(panel.locator(".step-title")).toHaveText(titleOf(4));
  await page.goBack();
  await expect(panel.locator(".step-title")).toHaveText(titleOf(3));
  await page.goForward();
  await expect(panel.locator(".step-title")).toHaveText(titleOf(4));
});

test("left and taken up again, and the stage for oneself", async ({ page }) => {
  await page.goto(`/?ports=free#lesson=${ID}&step=2`);
  const panel = page.locator("section.lesson");
  await panel.getByRole("button", { name: "Run up to step 2" }).click();
  await expect(panel.getByRole("button", { name: "Now you" })).toBeVisible();
  await panel.getByRole("button", { name: "Now you" }).click();
  await expect(panel).toContainText("The stage is yours.");
  await panel.getByRole("button", { name: "Back to the lesson" }).click();
  await expect(panel.locator(".step-title")).toHaveText(titleOf(2));
  await panel.getByRole("button", { name: "Leave the lesson" }).click();
  await expect(panel.getByRole("button", { name: "Leave the lesson" })).toHaveCount(0);
  expect(new URL(page.url()).hash).toBe("");
  await page.goBack();
  await expect(panel.locator(".step-title")).toHaveText(titleOf(2));
});

test("its port is taken by another program: another one is offered, and its texts follow", async ({
  page,
}) => {
  const letGo = await holdTcpPort(8888);
  await page.goto(`/#lesson=${ID}`);
  const panel = page.locator("section.lesson");
  await panel.getByRole("button", { name: "Begin", exact: true }).click();
  const offer = panel.getByRole("button", { name: "Use a free port" });
  const next = panel.getByRole("button", { name: "Next", exact: true });
  // The step that binds comes soon.
  for (let step = 1; step <= STEPS && !(await offer.isVisible()); step++) {
    await expect(offer.or(next.and(page.locator("[aria-disabled=false]")))).toBeVisible();
    if (!(await offer.isVisible())) await next.click();
  }
  await expect(panel).toContainText("Port 8888 is taken by another program.");
  await offer.click();
  await expect(page.locator(".card.server")).toContainText(/LISTEN 127\.0\.0\.1:(?!8888)\d+/);
  await letGo();
});

test("a term says what it means to the pointer and to the keyboard", async ({ page }) => {
  await page.goto("/?ports=free#lesson=errors&step=6");
  const term = page.locator("section.lesson .term").first();
  const means = term.getByRole("tooltip", { includeHidden: true });
  await expect(means).toBeHidden();
  await term.locator("dfn").focus();
  await expect(means).toBeVisible();
  await term.locator("dfn").blur();
  await expect(means).toBeHidden();
  await term.hover();
  await expect(means).toBeVisible();
});
