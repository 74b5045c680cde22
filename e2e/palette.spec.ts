import { expect, freeTcpPort, freeUdpPort, test } from "./support/fixtures.ts";

test.describe("the palette", () => {
  test("a welcome server greets a client that runs by itself", async ({ sight }) => {
    const port = await freeTcpPort();
    await sight.add("TCP server", { does: "Welcome", port });
    const server = sight.card("Welcome server");
    await expect(server).toContainText(`127.0.0.1:${port}`);
    await expect(server).toContainText("blocked in accept()");

    // A client aims at the newest server without being told.
    const form = await sight.fill("TCP client", { does: "By itself" });
    await expect(form.getByLabel("Port")).toHaveValue(String(port));
    await form.getByRole("button", { name: "Add" }).click();
    const client = sight.card("Client 1");
    await expect(client).toContainText("欢迎连接到服务器");
    await expect(client).toContainText("ended");
    await expect(server).toContainText("与客户端的连接已关闭");
  });

  test("an echo server sends back what comes", async ({ sight }) => {
    const port = await freeTcpPort();
    await sight.addTcpServer("Echo", port);
    await sight.add("TCP client", { does: "By itself", port });
    // This one waits for a greeting, and so does an echo server: both sleep in recv for ever.
    await expect(sight.card("Client 1")).toContainText("blocked in recv(1024)");
    await expect(sight.card("Echo server")).toContainText("conversation 1");
    await sight.card("Client 1").getByRole("button", { name: "Stop Client 1" }).click();
    await expect(sight.card("Client 1")).toContainText("stopped");
    await expect(sight.card("Echo server")).not.toContainText("conversation 1");
  });

  test("ten clients at once, each with an answer of its own", async ({ page, sight }) => {
    const port = await freeTcpPort();
    await sight.addTcpServer("Echo", port);
    await sight.add("Many clients at once");
    for (let number = 1; number <= 10; number++) {
      const card = sight.card(`Hello client ${number}`);
      await expect(card).toContainText("ended");
    }
    await sight.goLive();
    const rows = await sight.readList();
    for (let number = 1; number <= 10; number++) {
      const prints = `Hello client ${number}: prints “hello from client ${number}”`;
      expect(rows.filter((row) => row.startsWith(prints))).toHaveLength(1);
    }
    await expect(page.getByRole("article")).toHaveCount(11);
  });

  test("a UDP server answers a UDP client that runs by itself", async ({ sight }) => {
    const port = await freeUdpPort();
    await sight.add("UDP server", { port });
    const server = sight.card("UDP echo server");
    await expect(server).toContainText("blocked in recvfrom(2048)");
    await sight.add("UDP client", { does: "By itself", port });
    await expect(sight.card("UDP client 1")).toContainText("你好,UDP服务器");
    await expect(sight.card("UDP client 1")).toContainText("ended");
    const rows = await sight.readList();
    expect(rows.filter((row) => /SYN|FIN|ACK/.test(row))).toEqual([]);
  });

  test("a connected UDP client is refused where nobody listens, and answered where somebody does", async ({
    sight,
  }) => {
    const port = await freeUdpPort();
    await sight.add("UDP client", { does: "Connected", port });
    await expect(sight.card("Connected UDP 1")).toContainText("Connection refused");
    await expect(sight.card("Connected UDP 1")).toContainText("ended");
    await sight.add("UDP server", { port });
    await expect(sight.card("UDP echo server")).toContainText("blocked in recvfrom(2048)");
    await sight.add("UDP client", { does: "Connected", port });
    await expect(sight.card("Connected UDP 2")).toContainText("datagram 3");
    await expect(sight.card("Connected UDP 2")).toContainText("ended");
    await sight.goLive();
    const rows = await sight.readList();
    const of = (wanted: RegExp) => rows.filter((row) => wanted.test(row));
    expect(of(/^Connected UDP 1: recv.*ECONNREFUSED/)).toHaveLength(3);
    expect(of(/^Connected UDP 2: recv.*ECONNREFUSED/)).toEqual([]);
    // `connect` sends nothing.
    expect(of(/SYN|FIN|ACK/)).toEqual([]);
  });

  test("what an option was set to is read again, and seen in the list", async ({ sight }) => {
    const port = await freeTcpPort();
    await sight.addTcpServer("Echo", port);
    await sight.add("TCP client", { does: "Socket options", port });
    await expect(sight.card("Options client 1")).toContainText("ended");
    await expect(sight.card("Echo server")).toContainText("Connection reset by peer");
    await sight.goLive();
    const rows = await sight.readList();
    const values = rows.flatMap((row) => {
      const [, option, value] = /getsockopt\(\w+, (\w+)\).*?(\d)/.exec(row) ?? [];
      return option === undefined || value === undefined ? [] : [`${option} ${value}`];
    });
    expect(values).toEqual([
      ...["TCP_NODELAY 0", "TCP_NODELAY 1", "SO_KEEPALIVE 0", "SO_KEEPALIVE 1"],
    ]);
  });

  test("a card is stopped, taken away, and the stage cleared, but nothing is forgotten", async ({
    sight,
  }) => {
    const port = await freeTcpPort();
    await sight.add("TCP server", { port });
    const server = sight.card("Welcome server");
    await expect(server).toContainText("blocked in accept()");
    await server.getByRole("button", { name: "Stop Welcome server" }).click();
    await expect(server).toContainText("stopped");
    await server.getByRole("button", { name: "Take Welcome server off the stage" }).click();
    await expect(server).toBeHidden();
    // The port is free again.
    await sight.add("TCP server", { port });
    await expect(server).toContainText("blocked in accept()");
    await sight.button("Clear the stage").click();
    await expect(sight.button("Play the first lesson")).toBeVisible();
    const rows = await sight.readList();
    expect(rows.filter((row) => row.includes("listen(5)"))).toHaveLength(2);
  });
});

test("the usual ports are the course's", async ({ sight }) => {
  const proposed = async (entry: string): Promise<string> => {
    const form = await sight.fill(entry);
    return form.getByLabel("Port").inputValue();
  };
  expect(await proposed("TCP server")).toBe("8888");
  expect(await proposed("UDP server")).toBe("9999");
});
