import { expect, freeTcpPort, freeUdpPort, test } from "./support/fixtures.ts";
import { layoutProblems } from "./support/page/layout.ts";
import { StagePage } from "./support/page/stage-page.ts";
import { connectLab } from "./support/server/lab-client.ts";

test.describe("on a small projector", () => {
  test.use({ viewport: { width: 1280, height: 720 } });
  for (const [locale, lessons, step, slow] of [
    ["en-US", "Lessons", "Step", "Slow"],
    ["zh-CN", "课程", "单步", "慢速"],
  ] as const) {
    test.describe(locale, () => {
      test.use({ locale });
      test("what programs wait for leaves the lessons in reach", async ({ page }) => {
        await page.goto("/");
        const header = page.getByRole("banner");
        for (const mode of [step, slow]) {
          await header.getByRole("radio", { name: mode, exact: true }).click();
          await expect(header.locator(".gate-next, .gate-pause")).toBeVisible();
          await expect(header.getByRole("button", { name: lessons })).toBeInViewport({ ratio: 1 });
          await expect(header.getByRole("button").last()).toBeInViewport({ ratio: 1 });
          expect(await layoutProblems(page), mode).toEqual([]);
        }
      });
    });
  }
});

test.describe("the gate and the link", () => {
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
    await expect(server).toContainText("blocked in recvfrom(");
    await expect(gate.getByRole("radio", { name: "Free" })).toBeChecked();
  });

  test("one program has a gate of its own, chosen in its menu by keys", async ({ page }) => {
    const sight = new StagePage(page);
    await sight.open();
    const port = await freeUdpPort();
    await sight.add("UDP server", { port });
    const server = sight.card("UDP echo server");
    await expect(server).toContainText("blocked in recvfrom(");
    await server.getByRole("button", { name: "UDP echo server", exact: true }).focus();
    await page.keyboard.press("Shift+F10");
    const menu = page.getByRole("menu", { name: "UDP echo server" });
    await expect(menu.getByRole("menuitemradio", { name: "Free" })).toBeChecked();
    await menu.getByRole("menuitemradio", { name: "Step by step" }).focus();
    await page.keyboard.press("Enter");
    await expect(server.getByText("step", { exact: true })).toBeVisible();
    // All others go on as before.
    await sight.add("UDP client", { does: "By itself", port });
    await expect(server).toContainText("at the gate: ");
    await expect(sight.card("UDP client 1")).toContainText("blocked in recvfrom(");
    await server.getByRole("button", { name: "Next call of UDP echo server" }).click();
    await server.getByRole("button", { name: "Next call of UDP echo server" }).click();
    await expect(sight.card("UDP client 1")).not.toContainText("blocked in recvfrom(");
  });

  test("each accept of a stepped server takes exactly one out of the kernel's queue", async ({
    page,
    sockscope,
  }) => {
    // There is room for a whole card: a low one counts instead of a mark for each.
    await page.setViewportSize({ width: 1600, height: 1200 });
    const sight = new StagePage(page);
    await sight.open();
    const lab = await connectLab(sockscope.url);
    const port = await freeTcpPort();
    const [scope = 0] = await lab.run({ do: "spawn", program: "welcome-server", count: 1, port });
    await lab.until((event) => event.kind === "call.began" && event.verb === "accept");
    await lab.run({ do: "gate", scope, mode: "step" });
    const server = sight.card("Welcome server");
    const room = server.getByRole("region", { name: "waiting to be accepted" });
    await expect(room).toContainText(/kernel's queue, backlog 5\s*inferred/);
    await expect(room).toContainText("none from this stage");
    // The first one is accepted by the call that was under way; the others wait.
    for (let come = 1; come <= 4; come++) {
      await lab.run({ do: "spawn", program: "welcome-client", count: 1, port });
      await lab.until((event) => event.kind === "call.ended" && event.verb === "connect", come);
      if (come === 1)
        await lab.until((event) => event.kind === "call.ended" && event.verb === "accept");
      await expect(room.locator(".waiting-dot")).toHaveCount(come - 1);
    }
    // From one accept to the next nothing changes; each takes one.
    const seen: [step: number, waiting: number][] = [];
    const accepts = () =>
      lab.events.filter((event) => event.kind === "call.ended" && event.verb === "accept").length;
    while (accepts() < 4) {
      const known = lab.events.length;
      await expect(server).toContainText("at the gate: ");
      await lab.run({ do: "next", scope });
      await lab.until((event) => event.seq > known && event.kind === "gate.reached");
      const waiting = 4 - accepts();
      await expect(room.locator(".waiting-dot")).toHaveCount(waiting);
      if (waiting > 0) seen.push([(await sight.instant())[0], waiting]);
    }
    await expect(room).toContainText("none from this stage");
    // Back in time it is as it was then.
    for (const [step, waiting] of seen.toReversed()) {
      await sight.playhead.fill(String(step));
      await expect(room.locator(".waiting-dot")).toHaveCount(waiting);
    }
    await lab.close();
  });

  test("a breakpoint is set, hit, told everywhere, passed and removed", async ({ page }) => {
    const sight = new StagePage(page);
    await sight.open();
    await page.keyboard.press("k");
    const panel = page.getByRole("dialog", { name: "Breakpoints" });
    await expect(panel.getByLabel("Program")).toBeFocused();
    await panel.getByRole("combobox", { name: "Call" }).selectOption("recv");
    await panel.getByRole("spinbutton", { name: "Which one from now on" }).fill("2");
    await page.keyboard.press("Enter");
    const list = panel.getByRole("list", { name: "Breakpoints that are set" });
    await expect(list).toContainText("breakpoint 1: before the 2. recv");
    await page.keyboard.press("Escape");
    await expect(panel).toBeHidden();
    const button = page.getByRole("button", { name: "Breakpoints: 1" });
    await expect(button).toBeFocused();
    const port = await freeTcpPort();
    await sight.add("TCP server", { does: "Capitals", port });
    await expect(sight.card("Capitals server")).toContainText("LISTEN");
    await sight.add("TCP client", { does: "Capitals", port });
    const said = page.getByRole("banner").locator("p[aria-live]");
    await expect(said).toHaveText(/ stands at breakpoint 1\.$/);
    const stopped = sight.stage.getByRole("article").filter({ hasText: "breakpoint 1: " });
    await expect(stopped).toHaveCount(1);
    await sight.findRow(/breakpoint 1: before recv\(.* \(observed\)/);
    await button.click();
    await expect(list).toContainText("stands here");
    await list.getByRole("button", { name: "Remove breakpoint 1" }).click();
    await expect(list).toBeHidden();
    await page.keyboard.press("Escape");
    // It stands there until somebody lets it pass.
    await expect(stopped).toHaveCount(1);
    await page.keyboard.press("n");
    await expect(stopped).toHaveCount(0);
    await expect(said).toHaveText("");
  });

  test("a program stops when its recv is about to return no bytes", async ({ page }) => {
    const sight = new StagePage(page);
    await sight.open();
    const port = await freeTcpPort();
    await sight.add("TCP server", { does: "Capitals", port });
    const server = sight.card("Capitals server");
    await expect(server).toContainText("blocked in accept(");
    await server.click({ button: "right", position: { x: 40, y: 14 } });
    await page.getByRole("menuitem", { name: "When recv is about to return no bytes" }).click();
    await expect(page.getByRole("button", { name: "Breakpoints: 1" })).toBeVisible();
    await sight.add("TCP client", { does: "Capitals", port });
    await expect(server).toContainText(/breakpoint 1: before recv\(.*\) returns/);
    await server.getByRole("button", { name: "Next call of Capitals server" }).click();
    await expect(server).not.toContainText("breakpoint 1");
  });

  test("what the link does is chosen, said in the header, and drawn as injected", async ({
    page,
  }) => {
    const sight = new StagePage(page);
    await sight.open();
    const port = await freeUdpPort();
    await sight.add("UDP server", { port });
    await page.getByRole("button", { name: "Network: loopback" }).click();
    const panel = page.getByRole("dialog", { name: "Network conditions" });
    await panel.getByLabel("Loss").fill("100");
    await panel.getByLabel("Loss").press("Enter");
    const chip = page.getByRole("button", { name: "Network: own conditions" });
    await expect(chip).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(panel).toBeHidden();
    await expect(chip).toBeFocused();
    await sight.add("UDP client", { does: "By itself", port });
    await expect(sight.card("UDP client 1")).toContainText("blocked in recvfrom(");
    await sight.timeline.getByRole("radio", { name: "List" }).check();
    await expect(sight.timeline).toContainText("the link loses");
    await expect(sight.timeline).toContainText("injected");
  });
});
