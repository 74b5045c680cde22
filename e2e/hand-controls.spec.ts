import type { Locator } from "@playwright/test";
import { expect, freeTcpPort, test } from "./support/fixtures.ts";
import { callButton } from "./support/page/stage-page.ts";

/** That it cannot be pressed, and says why to the mouse, to the keyboard and by ear. */
async function expectReason(card: Locator, verb: string, reason: string): Promise<void> {
  const one = callButton(card, verb);
  await expect(one).toHaveAttribute("aria-disabled", "true");
  await expect(one).toHaveAccessibleDescription(reason);
  const tip = card.locator(`[id="${await one.getAttribute("aria-describedby")}"]`);
  await one.blur();
  await one.hover({ force: true });
  await expect(tip).toBeVisible();
  await one.page().mouse.move(0, 0);
  await expect(tip).toBeHidden();
  await one.focus();
  await expect(tip).toBeVisible();
  await one.blur();
}

test.describe("a client driven by hand", () => {
  let port: number;
  let client: Locator;
  test.beforeEach(async ({ sight }) => {
    port = await freeTcpPort();
    await sight.addTcpServer("Echo", port);
    client = await sight.addHandClient("TCP", port);
  });

  test("connects, sends what is typed, receives it back, closes", async ({ sight }) => {
    await callButton(client, "connect").click();
    await expect(client).toContainText("ESTABLISHED");
    await client.getByLabel("Text to send").fill("早上好, socket");
    await callButton(client, "send").click();
    await expect(client).toContainText("17 B");
    await callButton(client, "recv").click();
    await expect(client).toContainText("recv(1024) → 17 B");
    await callButton(client, "close").click();
    await expect(client).toContainText("ended");
    await sight.goLive();
    const rows = await sight.readList();
    expect(rows.filter((row) => /Echo server: (recv|sendall).*17 B/.test(row))).toHaveLength(2);
    await (await sight.findRow(/send\(17 B\)/)).click();
    await expect(sight.inspector).toContainText("早上好, socket");
  });

  test("a call that waits is seen to wait, and close ends it", async () => {
    await callButton(client, "connect").click();
    await expect(client).toContainText("ESTABLISHED");
    await callButton(client, "recv").click();
    await expect(client).toContainText("blocked in recv(1024)");
    await expectReason(client, "send", "It is blocked in recv(1024): one call at a time.");
    await callButton(client, "close").click();
    await expect(client).toContainText("ended");
  });

  test("what cannot be done now says why, on hover, on focus and by ear", async ({ sight }) => {
    await expectReason(client, "send", "Not connected yet.");
    await expectReason(client, "recv", "Not connected yet.");
    await callButton(client, "send").click({ force: true });
    await callButton(client, "connect").click();
    await expect(client).toContainText("ESTABLISHED");
    await expectReason(client, "connect", "Already connected.");
    await callButton(client, "close").click();
    await expect(client).toContainText("ended");
    // A press on it did nothing.
    const rows = await sight.readList();
    expect(rows.filter((row) => /TCP client 1: send/.test(row))).toEqual([]);
  });

  test("calls are made now: in the past the controls are covered and say so", async ({
    page,
    sight,
  }) => {
    await sight.button("Previous step").click();
    await expect(client).toContainText("The stage shows the past; calls are made now.");
    // Neither the mouse nor the keyboard gets through.
    await client.getByText("connect", { exact: true }).click({ force: true });
    await client.getByLabel("Address and port").focus();
    await page.keyboard.press("Enter");
    const [, steps] = await sight.instant();
    await client.getByRole("button", { name: "Back to live (L)" }).click();
    await expect(client).not.toContainText("The stage shows the past");
    expect(await sight.instant()).toEqual([steps, steps]);
    await callButton(client, "connect").click();
    await expect(client).toContainText("ESTABLISHED");
  });

  test("one send is read in pieces, and two sends by one recv: a stream has no messages", async ({
    sight,
  }) => {
    await callButton(client, "connect").click();
    await expect(client).toContainText("ESTABLISHED");
    const text = client.getByLabel("Text to send");
    for (const [word, size] of [
      ["ab", 2],
      ["你好", 6],
    ] as const) {
      await text.fill(word);
      await text.press("Enter");
      await expect(client).toContainText(`send(${size} B) → ${size} B`);
    }
    // Both echoes are here, 8 bytes one after the other.
    await expect(client).toContainText("8 B");
    await client.getByLabel("At most so many bytes").fill("3");
    await callButton(client, "recv").click();
    await expect(client).toContainText("recv(3) → 3 B");
    await client.getByLabel("At most so many bytes").fill("1024");
    await callButton(client, "recv").click();
    await expect(client).toContainText("recv(1024) → 5 B");
    await sight.goLive();
    await (await sight.findRow(/TCP client 1: recv.* → 3 B/)).click();
    await sight.inspector.getByRole("tab", { name: "Bytes" }).click();
    await expect(sight.inspector).toContainText("你 is cut: 1 of its 3 bytes are here");
    await (await sight.findRow(/TCP client 1: recv.* → 5 B/)).click();
    await expect(sight.inspector).toContainText("你 begins in an earlier call: 2 of its 3 bytes");
  });
});
