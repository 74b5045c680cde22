import { expect, test } from "./support/fixtures.ts";
import { motionOf, watchMotion } from "./support/page/motion.ts";
import { StagePage } from "./support/page/stage-page.ts";
import { tcpTalk } from "./support/server/conversations.ts";
import { connectLab } from "./support/server/lab-client.ts";

/** Texts in this order, others between them. */
function expectInOrder(rows: readonly string[], wanted: readonly RegExp[]): void {
  let from = 0;
  for (const pattern of wanted) {
    const found = rows.findIndex((row, index) => index >= from && pattern.test(row));
    expect(found, `${pattern} after row ${from} of\n${rows.join("\n")}`).toBeGreaterThanOrEqual(0);
    from = found + 1;
  }
}

test.describe("the first picture", () => {
  test("one click on an empty stage: a handshake, a greeting, a farewell", async ({ page }) => {
    const sight = new StagePage(page);
    await watchMotion(page, "欢迎");
    await sight.open("/?ports=free");
    const flown = Promise.all(["SYN", "SYN,ACK", "欢迎", "FIN"].map((one) => sight.packet(one)));
    await page.getByRole("button", { name: "Play the first lesson" }).click();
    // What the first step shows is looked at in peace; it plays on by itself all the same.
    await page.getByRole("button", { name: "One at a time" }).click();

    const [server, client] = [sight.card("Welcome server"), sight.card("Client 1")];
    await expect(server).toContainText(/LISTEN 127\.0\.0\.1:\d+/);
    await expect(client).toContainText(/127\.0\.0\.1:\d+/);
    // Packets fly by themselves, without a second click.
    await flown;
    const { firstCard, firstMove, firstSaid } = await motionOf(page);
    expect((firstMove ?? Number.NaN) - (firstCard ?? 0)).toBeLessThan(2500);
    expect((firstSaid ?? Number.NaN) - (firstMove ?? 0)).toBeLessThan(5000);
    await expect(client).toContainText("欢迎连接到服务器");
    await expect(server).toContainText("blocked in accept()");
    await expect(client).toContainText("ended");
    await expect(page.getByRole("button", { name: "Play the first lesson" })).toBeHidden();
  });

  test("the list has the seed's calls in order, observed and inferred told apart", async ({
    sockscope,
    sight,
  }) => {
    const lab = await connectLab(sockscope.url);
    const port = await tcpTalk(lab);
    await lab.close();
    await expect(sight.card("Client 1")).toContainText("ended");
    await sight.goLive();
    const rows = await sight.readList();
    expectInOrder(rows, [
      /^Welcome server: socket\(AF_INET, SOCK_STREAM\).*observed/,
      new RegExp(`^Welcome server: bind\\(127\\.0\\.0\\.1:${port}\\).*observed`),
      /^Welcome server: listen\(5\).*observed/,
      /^Welcome server: accept\(\).*observed/,
      /^Client 1: socket\(.*observed/,
      new RegExp(`^Client 1: connect\\(127\\.0\\.0\\.1:${port}\\).*observed`),
      /^Client 1: SYN → Welcome server.*inferred/,
      /^Welcome server: SYN,ACK → Client 1.*inferred/,
      /^Client 1: ACK → Welcome server.*inferred/,
    ]);
    for (const side of ["Welcome server", "Client 1"]) {
      const own = rows.filter((row) => row.startsWith(side));
      expectInOrder(own, [/sendall|recv/, /recv|sendall/, /close\(\).*observed/]);
      expect(own.filter((row) => /FIN.*inferred/.test(row))).toHaveLength(1);
    }
    expectInOrder(rows, [/Welcome server: sendall\(24 B\)/, /Client 1: recv.* 24 B/]);
    expectInOrder(rows, [/Client 1: sendall\(16 B\)/, /Welcome server: recv.* 16 B/]);

    // The greeting is in the inspector, whole, as bytes and as text.
    await (await sight.findRow(/sendall\(24 B\)/)).click();
    await expect(sight.inspector).toContainText('conn.sendall("欢迎连接到服务器".encode())');
    await sight.inspector.getByRole("tab", { name: "Bytes" }).click();
    const panel = sight.inspector.getByRole("tabpanel");
    await expect(panel.getByRole("row").nth(1)).toContainText("e6 ac a2 e8 bf 8e");
    await expect(panel).toContainText("欢迎连接到服务器");
  });
});
