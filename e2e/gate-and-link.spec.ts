import { expect, freeUdpPort, test } from "./fixtures.ts";
import { StagePage } from "./stage-page.ts";

test.describe("the gate and the link", { tag: "@own-ports" }, () => {
  test("a stepped program makes one call for each “next”", async ({ page }) => {
    const sight = new StagePage(page);
    await sight.open();
    const gate = page.getByRole("group", { name: "How programs run" });
    // It is checked when the server has said so.
    await gate.getByRole("radio", { name: "Step" }).click();
    await expect(gate.getByRole("radio", { name: "Step" })).toBeChecked();
    await sight.add("UDP server", { port: await freeUdpPort() });
    const server = sight.card("UDP echo server");
    await expect(server).toContainText("at the gate: socket(");
    await page.keyboard.press("n");
    await expect(server).toContainText("at the gate: bind(");
    await server.getByRole("button", { name: "Next call of UDP echo server" }).click();
    await expect(server).toContainText("at the gate: recvfrom(");
    await gate.getByRole("radio", { name: "Free" }).click();
    await expect(server).toContainText("asleep in recvfrom(");
    await expect(gate.getByRole("radio", { name: "Free" })).toBeChecked();
  });

  test("what the link does is chosen, said in the header, and drawn as injected", async ({
    page,
  }) => {
    const sight = new StagePage(page);
    await sight.open();
    const port = await freeUdpPort();
    await sight.add("UDP server", { port });
    await page.getByRole("button", { name: "Link: loopback" }).click();
    const panel = page.getByRole("dialog", { name: "Link conditions" });
    await panel.getByLabel("Loss").fill("100");
    await panel.getByLabel("Loss").press("Enter");
    const chip = page.getByRole("button", { name: "Link: own conditions" });
    await expect(chip).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(panel).toBeHidden();
    await expect(chip).toBeFocused();
    await sight.add("UDP client", { does: "By itself", port });
    await expect(sight.card("UDP client 1")).toContainText("asleep in recvfrom(");
    await sight.timeline.getByRole("radio", { name: "List" }).check();
    await expect(sight.timeline).toContainText("the link loses");
    await expect(sight.timeline).toContainText("injected");
  });
});
