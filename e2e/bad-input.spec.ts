import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import type { Locator } from "@playwright/test";
import { expect, freeTcpPort, test } from "./support/fixtures.ts";
import { callButton } from "./support/page/stage-page.ts";
import { connectLab } from "./support/server/lab-client.ts";

test.describe("bad input", () => {
  let port: number;
  /** Something that stands already, and must not be harmed. */
  let standing: Locator;
  test.beforeEach(async ({ sight }) => {
    port = await freeTcpPort();
    standing = await sight.addTcpServer("Welcome", port);
  });
  test.afterEach(async ({ sight }) => {
    await sight.goLive();
    await expect(standing).toContainText("blocked in accept()");
  });

  /** Types over the address and port that the client was given. */
  const aim = (card: Locator, text: string) => card.getByLabel("Address and port").fill(text);

  test("a port that is taken: EADDRINUSE at the server that wanted it", async ({ sight }) => {
    await sight.add("TCP server", { does: "Echo", port });
    const second = sight.card("Echo server");
    await expect(second).toContainText("bind → EADDRINUSE");
    await expect(second).toContainText("Another socket already holds this address and port");
    await second.getByRole("button", { name: "Echo server", exact: true }).click();
    await expect(sight.inspector).toContainText("EADDRINUSE");
  });

  test("a port that is none is told at the field, and nothing is started", async ({ sight }) => {
    const form = await sight.fill("TCP server");
    const field = form.getByLabel("Port");
    for (const [typed, sentence] of [
      ["70000", "A port is between 1 and 65535."],
      ["0", "A port is between 1 and 65535."],
      ["http", "A port is a whole number."],
      ["80.5", "A port is a whole number."],
      ["", "A port is a whole number."],
    ] as const) {
      await field.fill(typed);
      await form.getByRole("button", { name: "Add" }).click();
      await expect(field).toHaveAccessibleDescription(sentence);
      await expect(form).toContainText(sentence);
    }
    await field.fill(String(port));
    await form.getByLabel("Address").fill("");
    await form.getByRole("button", { name: "Add" }).click();
    await expect(form).toContainText("Type an address, for example 127.0.0.1.");
    await expect(sight.stage.getByRole("article")).toHaveCount(1);
  });

  test("an address that is none, or can be reached from outside, is refused", async ({ sight }) => {
    const form = await sight.fill("TCP server", { port: await freeTcpPort() });
    for (const [typed, sentence] of [
      ["my computer", "This is not an address. Write one such as 127.0.0.1 or ::1."],
      ["127.1", "This is not an address."],
      ["0.0.0.0", "Only this machine can be used here: 127.0.0.1 or ::1."],
      ["::", "Only this machine can be used here: 127.0.0.1 or ::1."],
    ] as const) {
      await form.getByLabel("Address").fill(typed);
      await form.getByRole("button", { name: "Add" }).click();
      await expect(form.getByRole("alert")).toContainText(sentence);
    }
    const card = await sight.addHandClient("TCP", port);
    await aim(card, "8.8.8.8:53");
    await callButton(card, "connect").click();
    await expect(card.getByRole("alert")).toContainText("Only this machine can be used here");
  });

  test("an address that is not on this machine: EADDRNOTAVAIL from the system", async ({
    sight,
  }) => {
    await sight.add("TCP server", { does: "Echo", address: "192.0.2.1", port });
    await expect(sight.card("Echo server")).toContainText("bind → EADDRNOTAVAIL");
    await expect(sight.card("Echo server")).toContainText("No network interface of this machine");
  });

  test("a privileged port: EACCES, unless one may", async ({ sight }) => {
    const here = createServer().listen(80, "127.0.0.1");
    const [error] = (await Promise.race([once(here, "error"), once(here, "listening")])) as [
      NodeJS.ErrnoException?,
    ];
    here.close();
    test.skip(error?.code !== "EACCES", "anybody may bind port 80 here, or somebody has");
    await sight.add("TCP server", { does: "Echo", port: 80 });
    await expect(sight.card("Echo server")).toContainText("bind → EACCES");
  });

  test("nobody listens: ECONNREFUSED", async ({ sight }) => {
    const card = await sight.addHandClient("TCP", await freeTcpPort());
    await callButton(card, "connect").click();
    await expect(card).toContainText("connect → ECONNREFUSED");
    await expect(sight.stage).not.toContainText("ESTABLISHED");
    await sight.goLive();
    await (await sight.findRow(/TCP client 1: connect.*ECONNREFUSED/)).click();
    await expect(sight.inspector).toContainText("Nobody listens at that port");
  });

  test("a connection that is reset: ECONNRESET at the call that hears of it", async ({ sight }) => {
    const rude = createServer((socket) => socket.once("data", () => socket.resetAndDestroy()));
    rude.listen(0, "127.0.0.1");
    await once(rude, "listening");
    const card = await sight.addHandClient("TCP", (rude.address() as AddressInfo).port);
    await callButton(card, "connect").click();
    await expect(card).toContainText("ESTABLISHED");
    await callButton(card, "send").click();
    await expect(card).toContainText("send(5 B) → 5 B");
    await callButton(card, "recv").click();
    await expect(card).toContainText("recv → ECONNRESET");
    await expect(card).toContainText("RESET");
    rude.close();
  });

  test("Sockscope's own port is refused", async ({ sockscope, sight }) => {
    const card = await sight.addHandClient("TCP", port);
    await aim(card, `127.0.0.1:${sockscope.port}`);
    await callButton(card, "connect").click();
    await expect(card.getByRole("alert")).toContainText("Sockscope itself is at this port.");
    await aim(card, "no port at all");
    await callButton(card, "connect").click();
    await expect(card.getByRole("alert")).toContainText("Write it as 127.0.0.1:8888.");
  });

  test("nothing to send, and a MiB at once: told where it was typed", async ({
    sockscope,
    sight,
  }) => {
    const card = await sight.addHandClient("TCP", port);
    await callButton(card, "connect").click();
    await expect(card).toContainText("ESTABLISHED");
    const text = card.getByLabel("Text to send");
    await text.fill("");
    await callButton(card, "send").click();
    await expect(card.getByRole("alert")).toContainText("TCP cannot send nothing");
    await text.fill("x".repeat(1024 * 1024));
    await callButton(card, "send").click();
    await expect(card.getByRole("alert")).toContainText(
      "1,048,576 bytes in UTF-8; at most 262,144",
    );
    await card.getByLabel("At most so many bytes").fill("0");
    await callButton(card, "recv").click();
    await expect(card.getByRole("alert")).toContainText("A whole number from 1 to");
    // Past the page, the server says the same.
    const lab = await connectLab(sockscope.url);
    const actor = lab.events.find((event) => event.kind === "actor.added" && event.number === 1);
    const long = { verb: "send", text: "x".repeat(300_000) } as const;
    const id = actor?.kind === "actor.added" ? actor.actor : 2;
    await expect(lab.run({ do: "hand", actor: id, call: long })).rejects.toThrow(/262144 bytes/);
    await lab.close();
    // The connection has not suffered.
    await text.fill("short");
    await callButton(card, "send").click();
    await expect(standing).toContainText("blocked in accept()");
    await expect(standing).toContainText("与客户端的连接已关闭");
  });
});
