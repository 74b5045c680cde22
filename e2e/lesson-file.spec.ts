import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "./support/fixtures.ts";

const file = (name: string, size: number) => ({
  name,
  mimeType: "application/octet-stream",
  buffer: Buffer.alloc(size, 7),
});

/** MB in the sense of the limit. */
const MB = 1024 * 1024;

test("a file that is too large, or vanishes half-way, is named, and another one goes", async ({
  page,
}) => {
  const folder = mkdtempSync(join(tmpdir(), "sockscope-e2e-"));
  const path = (name: string, bytes: number): string => {
    const made = join(folder, name);
    writeFileSync(made, "");
    truncateSync(made, bytes);
    return made;
  };
  await page.goto("/?ports=free#lesson=sending-file");
  const panel = page.locator("section.lesson");
  await panel.getByRole("button", { name: "Begin", exact: true }).click();
  const input = panel.getByLabel("Choose a file…");
  const said = panel.locator(".file-choice [role=status]");
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST") sent.push(request.url());
  });
  await input.setInputFiles(path("huge.bin", 100 * MB + 1));
  await expect(said).toHaveText("huge.bin: This file has more than 100 MiB. Choose a shorter one.");
  expect(sent).toEqual([]);

  // It goes while its first part is on its way.
  const vanishing = path("vanishing.bin", 20 * MB);
  await page.route("**/api/file?*", async (route) => {
    rmSync(vanishing, { force: true });
    await route.continue();
  });
  await input.setInputFiles(vanishing);
  await expect(said).toHaveText(
    "vanishing.bin: This file cannot be read (any more). Nothing of it is sent.",
  );
  expect(sent.length).toBeGreaterThan(0);
  await page.unroute("**/api/file?*");
  expect(await (await page.request.get("/api/file")).text()).not.toContain("vanishing");

  await input.setInputFiles(path("other.bin", 12 * MB));
  await expect(said).toHaveText("other.bin, 12 MiB, will be sent.");
  rmSync(folder, { recursive: true, force: true });
});

test("a file of one's own is sent, cut off, resumed and compared; bad ones are named", async ({
  page,
}) => {
  test.slow();
  await page.goto("/?ports=free#lesson=sending-file");
  const panel = page.locator("section.lesson");
  await page.getByLabel("Speed").selectOption("steps 30");
  await panel.getByRole("button", { name: "Begin", exact: true }).click();
  const input = panel.getByLabel("Choose a file…");
  const said = panel.locator(".file-choice [role=status]");
  await expect(said).toHaveText("None chosen: the client makes one up.");
  await input.setInputFiles(file("empty.txt", 0));
  await expect(said).toHaveText("empty.txt: This file is empty: there is nothing to send.");
  await input.setInputFiles(file("tiny.txt", 7));
  await expect(said).toContainText("Fewer than 8 bytes");
  await input.setInputFiles(file("好 file.bin", 100_000));
  await expect(said).toHaveText("好 file.bin, 97.7 KiB, will be sent.");

  const next = panel.getByRole("button", { name: "Next", exact: true });
  const titles = ["Name and size first", "A slow reader", "Cut off", "Where to go on?"];
  for (const title of [...titles, "The rest, and a hash"]) {
    await next.click();
    await expect(panel.locator(".step-title")).toHaveText(title);
    const question = panel.getByRole("button", { name: "Skip the question" });
    await expect(question.or(panel.locator(".lesson-notice"))).toBeVisible();
    if (await question.isVisible()) await question.click();
    await expect(panel.locator(".lesson-notice")).toBeVisible();
    await expect(panel.locator(".lesson-warning")).toHaveCount(0);
  }
  const trace = await (await page.request.get("/api/trace")).text();
  expect(trace).toContain('"text":"complete: 100000 B"');
  expect(trace).toContain('"text":"SHA-256 agrees');
});
