import { expect, freeTcpPort, test } from "./support/fixtures.ts";
import { tcpTalk } from "./support/server/conversations.ts";
import { connectLab } from "./support/server/lab-client.ts";

test("the lit line follows the playhead in both languages", async ({ page, sockscope, sight }) => {
  const lab = await connectLab(sockscope.url);
  await tcpTalk(lab);
  await lab.close();
  await expect(sight.card("Client 1")).toContainText("ended");
  await expect(sight.card("Welcome server")).toContainText("blocked in accept()");
  await page.getByRole("button", { name: "Pause" }).click();
  await sight.timeline.getByRole("radio", { name: "List" }).check();
  await sight.card("Welcome server").click();
  await page.keyboard.press("c");
  await expect(sight.inspector.getByRole("tab", { name: "Code" })).toHaveAttribute(
    "aria-selected",
    "true",
  );
  const lit = (language: string) =>
    sight.inspector.getByRole("group", { name: language }).locator("[aria-current]");
  await expect(lit("TypeScript")).toContainText("await server.accept();");
  await expect(lit("Python")).toContainText("server.accept()");
  await expect(lit("Python")).toContainText("blocked");

  // From the start on, step by step: each call lights its own line, in both.
  const seen: string[] = [];
  await page.keyboard.press("Home");
  const [, steps] = await sight.instant();
  for (let step = 1; step <= steps; step += 1) {
    await page.keyboard.press("ArrowRight");
    await expect.poll(async () => (await sight.instant())[0]).toBe(step);
    const [ours, python] = await Promise.all(
      ["TypeScript", "Python"].map(async (language) => {
        const line = lit(language).locator("code");
        return (await line.count()) === 0 ? "" : (await line.textContent())?.trim();
      }),
    );
    const verb = /\.(\w+)\(/.exec(ours ?? "")?.[1];
    expect(python?.includes(`.${verb ?? ""}`) || ours === python, `${ours} | ${python}`).toBe(true);
    if (verb !== undefined && seen.at(-1) !== verb) seen.push(verb);
  }
  expect(seen).toEqual("socket bind listen accept sendall recv close accept".split(" "));
  await expect(lit("Python")).toBeInViewport();
  await expect(lit("TypeScript")).toBeInViewport();
});

test.describe("the code panel", () => {
  test("says at the gate which line comes next, and whose calls come by hand", async ({
    page,
    sight,
  }) => {
    await page.keyboard.press("c");
    await expect(sight.inspector).toContainText("Nothing has run yet");
    const gate = page.getByRole("group", { name: "How programs run" });
    await gate.getByRole("radio", { name: "Step" }).click();
    await expect(gate.getByRole("radio", { name: "Step" })).toBeChecked();
    const port = await freeTcpPort();
    await sight.add("TCP server", { does: "Echo", port });
    await sight.card("Echo server").click();
    const python = sight.inspector.getByRole("group", { name: "Python" });
    await expect(python.locator("[aria-current]")).toContainText("socket.socket(");
    await expect(python.locator("[aria-current]")).toContainText("at the gate");
    await page.keyboard.press("n");
    await expect(python.locator("[aria-current]")).toContainText("server.bind(");
    await gate.getByRole("radio", { name: "Free" }).click();
    await expect(python.locator("[aria-current]")).toContainText("sock_accept(server)");
    await expect(python.locator("[aria-current]")).toContainText("blocked");

    await sight.add("TCP client", { does: "By hand", port });
    await sight.card("TCP client 1").getByText("TCP client 1").click();
    await expect(sight.inspector).toContainText("Which call comes next is said by hand.");
    await sight.inspector.getByRole("radio", { name: "Python" }).check();
    await expect(sight.inspector.getByRole("group", { name: "TypeScript" })).toHaveCount(0);
    // And back, by the keyboard alone.
    await sight.inspector.getByRole("tab", { name: "Code" }).press("ArrowLeft");
    await expect(sight.inspector.getByRole("tab", { name: "Bytes" })).toBeFocused();
  });

  test("an outsider's code is not known", async ({ page, launch, sight }) => {
    const port = await freeTcpPort();
    await sight.addTcpServer("Echo", port);
    launch(process.execPath, ["-e", `require("node:net").connect(${port}, "127.0.0.1")`]);
    await sight.card("Outsider 1").click();
    await page.keyboard.press("c");
    await expect(sight.inspector).toContainText("its code is not known here");
  });
});
