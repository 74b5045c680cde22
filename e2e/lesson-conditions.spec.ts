import type { Page } from "@playwright/test";
import { PERFECT_LINK } from "@sockscope/protocol";
import { expect, test } from "./support/fixtures.ts";
import { fetchTrace } from "./support/page/journal.ts";
import { StagePage } from "./support/page/stage-page.ts";

/** The lesson makes its first step, which shuts the gate, and says so. */
async function begin(page: Page): Promise<void> {
  const panel = page.locator("section.lesson");
  await panel.getByRole("button", { name: /^(Begin|Run up to step 1)$/ }).click();
  await expect(panel.getByRole("button", { name: "Next", exact: true })).toBeEnabled();
  await expect(page.locator(".card")).not.toHaveCount(0);
  await expect(page.getByText("That card is no longer there")).toHaveCount(0);
}

/** How the gate of all, the breakpoints and the links were set last. */
async function conditions(url: string) {
  const events = await fetchTrace(url);
  const gate = events.findLast((event) => event.kind === "gate.set" && event.scope === "all");
  const count = (kind: string) => events.filter((event) => event.kind === kind).length;
  return {
    gate: gate?.kind === "gate.set" ? gate.mode : null,
    breakpoints: count("breakpoint.set") - count("breakpoint.removed"),
  };
}

test("a lesson begins whatever was set for cards that are gone, also after a reload", async ({
  page,
  lab,
}) => {
  const [a = 0] = await lab.run({ do: "spawn", program: "echo-server", count: 1, port: 0 });
  const [b = 0] = await lab.run({ do: "spawn", program: "tcp-hand-client", count: 1 });
  const conditions = { ...PERFECT_LINK, blackHole: true };
  await lab.run({ do: "link", scope: { over: "pair", a, b }, conditions });
  await lab.run({ do: "link", scope: { over: "stage" }, conditions });
  await lab.run({ do: "breakpoint", when: { on: "call", verb: "bind", actor: b } });
  await lab.run({ do: "breakpoint", when: { on: "call", verb: "bind" } });
  await lab.run({ do: "clear" });
  await page.goto("/#lesson=socket-calls");
  await begin(page);
  await page.reload();
  await begin(page);
  // What is set while the lesson goes on ends with its cards, too.
  const cards = lab.events.flatMap((event) => (event.kind === "actor.added" ? [event.actor] : []));
  await lab.run({ do: "breakpoint", when: { on: "error", actor: cards.at(-1) ?? 0 } });
  await lab.run({ do: "clear" });
  await page.reload();
  await begin(page);
});

test("opening a recording lets the lab of the lesson go", async ({ page, sockscope }) => {
  const sight = new StagePage(page);
  await sight.open("/#lesson=socket-calls");
  await begin(page);
  expect(await conditions(sockscope.url)).toEqual({ gate: "step", breakpoints: 0 });
  await page.keyboard.press("r");
  const dialog = page.getByRole("dialog", { name: "Recordings" });
  const download = page.waitForEvent("download");
  await dialog.getByRole("link", { name: "Download" }).click();
  const file = await (await download).path();
  await dialog.getByLabel("Import a file…").last().setInputFiles(file);
  await dialog.getByRole("button", { name: /^Open/ }).click();
  await expect(page.getByText("played from its file; nothing runs")).toBeVisible();
  await expect.poll(() => conditions(sockscope.url)).toEqual({ gate: "free", breakpoints: 0 });
  await page.keyboard.press("l");
  await begin(page);
});
