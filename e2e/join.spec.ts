import { expect, startServerProcess, test } from "./support/fixtures.ts";
import { launchWithNames } from "./support/page/own-browser.ts";
import { watchPages } from "./support/page/page-watch.ts";
import { StagePage } from "./support/page/stage-page.ts";
import { connectLab } from "./support/server/lab-client.ts";
import { addressOfOurs } from "./support/server/own-address.ts";

const address = addressOfOurs();

test.describe("viewers from outside", () => {
  test.skip(address === null, "This machine has no address that others could reach.");

  test("come in with the code that the terminal and the page show, and look, not act", async ({
    page,
    browser,
  }, info) => {
    const server = await startServerProcess(["--host", address ?? ""]);
    const name = address?.includes(":") ? `[${address}]` : address;
    const there = `http://${name}:${server.port}`;
    await expect.poll(server.output).toContain("need the join code");
    const [, code = ""] = /join code ([A-Z2-9]{4}-[A-Z2-9]{4})/.exec(server.output()) ?? [];
    await expect.poll(server.output).toContain("Warning: with --host other machines can reach");
    expect(server.output()).toContain(there);
    const sight = new StagePage(page);
    await sight.open(server.url);
    await expect(page.getByText(code)).toBeVisible();
    await expect(page.getByText(there)).toBeVisible();

    const own = await launchWithNames(browser, info, [], [address ?? ""]);
    const context = await own.newContext({ locale: "en-US" });
    const watch = await watchPages(context);
    const shown = name?.replace(/[[\]]/g, "\\$&");
    watch.allow(new RegExp(`request to (http|ws)://${shown}:${server.port}/`));
    const guest = await context.newPage();
    await guest.goto(there);
    const form = guest.getByRole("dialog", { name: "Look on at this stage" });
    await form.getByLabel("Join code").fill("ABCD-EFGH");
    await form.getByRole("button", { name: "Look on" }).click();
    await expect(form).toContainText("That is not the join code.");
    await guest.keyboard.press("Escape");
    await form.getByLabel("Join code").fill(code.toLowerCase());
    await guest.keyboard.press("Enter");
    await expect(form).toBeHidden();
    await expect(guest.getByText("You are looking on")).toBeVisible();
    await expect(guest.getByText("The stage is empty.")).toBeVisible();
    await expect(guest.getByText("Add something to the stage")).toHaveCount(0);

    const lab = await connectLab(server.url);
    await lab.run({ do: "spawn", program: "tcp-hand-client", count: 1 });
    const card = guest.getByRole("article", { name: "TCP client" });
    await expect(card).toBeVisible();
    // What acts is not there, or says why not.
    const close = card.getByRole("button", { name: "close", exact: true });
    await close.hover();
    await expect(card.getByText("only the one that runs Sockscope can act").last()).toBeVisible();
    await expect(close).toHaveAttribute("aria-disabled", "true");
    for (const name of [/Lessons/, /^Remove/, /^Stop/, /Breakpoints/, /Link/])
      await expect(guest.getByRole("button", { name })).toHaveCount(0);
    await card.click({ button: "right", position: { x: 40, y: 14 } });
    const menu = guest.getByRole("menu");
    await expect(menu).toBeVisible();
    expect(await menu.getByRole("menuitem").allInnerTexts()).not.toContainEqual(
      expect.stringMatching(/Remove|Stop|connect\(/),
    );
    await guest.keyboard.press("Escape");
    expect(lab.events.filter(({ kind }) => kind === "actor.ended")).toEqual([]);
    expect((await guest.request.get(`${there}/api/trace`)).status()).toBe(403);
    await lab.close();
    expect(watch.problems()).toEqual([]);
    await own.close();
    await server.stop();
  });
});
