import { expect, test } from "./support/fixtures.ts";
import { StagePage } from "./support/page/stage-page.ts";
import { returned } from "./support/server/events.ts";
import { connectLab } from "./support/server/lab-client.ts";

test.use({ locale: "en-US", contextOptions: { reducedMotion: "reduce" } });

test("a step whose call somebody else let pass says so, and the clicker begins it anew", async ({
  page,
  sockscope,
}) => {
  const sight = new StagePage(page);
  await sight.open("/?ports=free#lesson=tcp-server-client");
  const panel = page.locator("section.lesson");
  const title = panel.locator(".step-title");
  const next = panel.getByRole("button", { name: "Next", exact: true });
  await page.keyboard.press("PageDown");
  await page.keyboard.press("PageDown");
  await expect(title).toHaveText("The server waits");
  // In a lesson there is one Next, and N is it.
  await expect(next).toHaveAttribute("aria-disabled", "false");
  await expect(page.locator(".gate-next")).toHaveCount(0);
  await page.keyboard.press("n");
  await expect(title).toHaveText("A client connects");
  await expect(next).toHaveAttribute("aria-disabled", "false");
  // Another viewer lets the client read before the lesson holds back its answer.
  const lab = await connectLab(sockscope.url);
  for (const _ of ["recv", "sendall"]) await lab.run({ do: "next", scope: "all" });
  await lab.until(returned("recv"));
  await page.keyboard.press("PageDown");
  await expect(panel).toContainText("A call was let pass by hand.");
  await expect(next).toHaveAttribute("aria-disabled", "false");
  await page.keyboard.press("PageDown");
  await expect(panel.getByRole("alert")).toContainText("waits for something that does not happen");
  await page.keyboard.press("PageDown");
  await expect(panel.getByRole("region", { name: "Predict first" })).toBeVisible();
  await expect(panel.locator(".lesson-warning, .trouble")).toHaveCount(0);
  await lab.close();
});
