import type { Locator } from "@playwright/test";
import { expect, freeUdpPort, test } from "./support/fixtures.ts";
import { callButton } from "./support/page/stage-page.ts";
import { udpByHand } from "./support/server/conversations.ts";

test.describe("UDP by hand", () => {
  let client: Locator;
  test.beforeEach(async ({ sight }) => {
    const port = await freeUdpPort();
    await sight.add("UDP server", { port });
    await expect(sight.card("UDP echo server")).toContainText("blocked in recvfrom(2048)");
    client = await sight.addHandClient("UDP", port);
  });

  test("boundaries are kept: two datagrams need two recvfrom", async ({ sight }) => {
    await expect(callButton(client, "connect")).toHaveCount(0);
    await expect(callButton(client, "recvfrom")).toHaveAccessibleDescription(
      "It has no port yet, so that nobody can answer: send something first.",
    );
    const text = client.getByLabel("Text to send");
    await text.fill("ab");
    await callButton(client, "sendto").click();
    await expect(client).toContainText("1 waiting");
    await text.fill("你好");
    await callButton(client, "sendto").click();
    await expect(client).toContainText("2 waiting");
    await callButton(client, "recvfrom").click();
    await expect(client).toContainText("recvfrom(1024) → 2 B");
    await expect(client).toContainText("1 waiting");
    await callButton(client, "recvfrom").click();
    await expect(client).toContainText("recvfrom(1024) → 6 B");
    await callButton(client, "close").click();
    await expect(client).toContainText("ended");
    await sight.goLive();
    const rows = await sight.readList();
    expect(rows.filter((row) => row.includes("inferred"))).toEqual([]);
  });

  test("what does not fit is cut off and lost, and the inspector says so", async ({ sight }) => {
    await client.getByLabel("Text to send").fill("你好, datagram");
    await callButton(client, "sendto").click();
    await expect(client).toContainText("1 waiting");
    await client.getByLabel("At most so many bytes").fill("4");
    await callButton(client, "recvfrom").click();
    await expect(client).toContainText("recvfrom(4) → 4 B");
    await sight.goLive();
    await (await sight.findRow(/UDP hand client 1: recvfrom.* 4 B/)).click();
    await expect(sight.inspector).toContainText("4 B; the datagram had 16 B, the rest is lost");
    await expect(client).not.toContainText("waiting");
  });

  test("an empty datagram is a datagram", async () => {
    await client.getByLabel("Text to send").fill("");
    await callButton(client, "sendto").click();
    await expect(client).toContainText("1 waiting");
    await callButton(client, "recvfrom").click();
    await expect(client).toContainText("recvfrom(1024) → 0 B");
  });
});

test.describe("UDP that nobody takes", () => {
  test("what our full queue drops is lost at the receiver, and counted on its card", async ({
    lab,
    sight,
  }) => {
    const send = await udpByHand(lab, "udp-hand-server");
    // A mebibyte has room for 17 of these.
    const text = "x".repeat(60_000);
    const isThere = ({ kind }: { kind: string }) =>
      kind === "datagram.arrived" || kind === "datagram.dropped";
    for (let sent = 1; sent <= 18; sent++) {
      await send(text);
      await lab.until(isThere, sent);
    }
    expect(lab.events.filter(({ kind }) => kind === "datagram.dropped")).toMatchObject([
      { length: 60_000, count: 1, truth: "observed", address: { address: "127.0.0.1" } },
    ]);
    await sight.goLive();
    const card = sight.card("UDP receiver");
    await expect(card).toContainText("17 waiting");
    await expect(card).toContainText("1 dropped: the playground's queue for this socket was full");
    await (await sight.findRow(/UDP receiver: dropped, no room: 58.6 KiB/)).click();
    await expect(sight.inspector).toContainText("The system had delivered it.");
  });
});
