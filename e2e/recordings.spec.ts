import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, startServerProcess, test } from "./support/fixtures.ts";
import { fetchTrace } from "./support/page/journal.ts";
import { StagePage } from "./support/page/stage-page.ts";
import { began } from "./support/server/events.ts";
import { connectLab } from "./support/server/lab-client.ts";

/** A session with a client that was driven nowhere: two cards' worth of events. */
async function fill(url: string): Promise<void> {
  const lab = await connectLab(url);
  await lab.run({ do: "spawn", program: "echo-server", count: 1, port: 0 });
  await lab.run({ do: "spawn", program: "tcp-hand-client", count: 1 });
  await lab.until(began("accept"));
  await lab.close();
}

test.describe("recordings", () => {
  test("import, name, open, look but not touch, one key back to live, delete", async ({
    page,
    sockscope,
  }) => {
    await fill(sockscope.url);
    const events = await fetchTrace(sockscope.url);
    const sight = new StagePage(page);
    await sight.open();
    await page.keyboard.press("r");
    const dialog = page.getByRole("dialog", { name: "Recordings" });
    const rows = dialog.getByRole("list", { name: "Recordings" }).getByRole("listitem");
    await expect(rows).toHaveCount(1);
    await expect(rows.first()).toContainText("this session, being recorded");
    await expect(rows.first().getByRole("button", { name: "Open" })).toHaveCount(0);
    const download = page.waitForEvent("download");
    await rows.first().getByRole("link", { name: "Download" }).click();
    const path = await (await download).path();
    expect(readFileSync(path, "utf8")).toContain('"sockscope":"recording"');

    const file = { mimeType: "application/x-ndjson", buffer: readFileSync(path) };
    const choose = dialog.getByLabel("Import a file…");
    await choose.last().setInputFiles({ ...file, name: "first lesson.ndjson" });
    await expect(rows).toHaveCount(2);
    const imported = rows.filter({ hasText: "first lesson" });
    await imported.getByRole("button", { name: /^Name/ }).click();
    const field = dialog.getByLabel("Name of the recording");
    await expect(field).toBeFocused();
    await field.fill("<b>第一课</b>");
    await page.keyboard.press("Enter");
    const named = rows.filter({ hasText: "<b>第一课</b>" });
    await expect(named).toHaveCount(1);

    await named.getByRole("button", { name: /^Open/ }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByText("played from its file; nothing runs")).toBeVisible();
    await page.keyboard.press("End");
    await expect(sight.card("Echo server")).toContainText("blocked in accept()");
    // Nothing happened in the lab, and nothing can be made to happen.
    await expect(sight.palette.getByRole("button", { name: /^TCP server/ })).toHaveCount(0);
    await expect(sight.stage.getByRole("button", { name: /^Stop/ })).toHaveCount(0);
    expect(await fetchTrace(sockscope.url)).toEqual(events);

    // The live session went on meanwhile, and is there at once.
    await fill(sockscope.url);
    await page.keyboard.press("l");
    await expect(page.getByText("played from its file; nothing runs")).toBeHidden();
    await expect(page.getByRole("banner")).toContainText("live");
    await expect(sight.card("Echo server 2")).toBeVisible();

    await page.keyboard.press("r");
    await named.getByRole("button", { name: /^Delete/ }).click();
    await expect(named.getByRole("button", { name: "Keep" })).toBeFocused();
    await named.getByRole("button", { name: "Delete" }).click();
    await expect(rows).toHaveCount(1);
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
  });

  test("a file that is none is refused with a sentence", async ({ page }) => {
    await new StagePage(page).open();
    await page.getByRole("button", { name: "Recordings (R)" }).click();
    const dialog = page.getByRole("dialog", { name: "Recordings" });
    for (const [text, sentence] of [
      ["<script>alert(1)</script>\n", "The recording is damaged: line 1"],
      ['{"a":1}\n', "This is not a recording of Sockscope."],
      ['{"sockscope":"recording","format":99}\n', "made by a newer Sockscope"],
    ] as const) {
      const file = { name: "x.ndjson", mimeType: "", buffer: Buffer.from(text) };
      await dialog.getByLabel("Import a file…").last().setInputFiles(file);
      await expect(dialog.getByRole("alert")).toContainText(sentence);
    }
    await expect(dialog.getByRole("listitem")).toHaveCount(1);
  });

  test("after kill -9 the next start offers the session for replay", async ({ page }) => {
    const data = mkdtempSync(join(tmpdir(), "sockscope-e2e-"));
    const first = await startServerProcess(["--data", data]);
    await fill(first.url);
    first.child.kill("SIGKILL");
    await new Promise((resolve) => first.child.once("exit", resolve));
    const second = await startServerProcess(["--data", data]);
    await expect.poll(() => second.output()).toContain("The last session was cut off");
    const sight = new StagePage(page);
    await sight.open(second.url);
    await page.getByRole("button", { name: "Open the last session again (cut off)" }).click();
    await page.keyboard.press("End");
    await expect(sight.card("Echo server")).toContainText("blocked in accept()");
    await page.goto("about:blank");
    await second.stop();
    rmSync(data, { recursive: true, force: true });
  });
});
