import { type ChildProcess, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { expect, freeTcpPort, test } from "./support/fixtures.ts";

const isThere = (command: string): boolean =>
  spawnSync(command, ["--version"], { stdio: "ignore" }).status === 0;

/** Connects, says its own port, reads one answer, and goes when its input ends. */
const NODE_CLIENT = `
  const socket = require("node:net").connect(Number(process.argv[1]), "127.0.0.1");
  socket.on("connect", () => console.log(String(socket.localPort)));
  socket.on("data", (data) => process.stdout.write(data));
  process.stdin.on("data", (data) => socket.write(data));
  process.stdin.on("end", () => socket.end());
`;
const PYTHON_CLIENT = `
import socket, sys
client = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
print(client.getsockname()[1], flush=True)
print(client.recv(1024).decode(), flush=True)
client.sendall(sys.stdin.readline().encode())
client.close()
`;

/** Gives a program's lines one by one, each when it is there. */
function linesOf({ stdout }: ChildProcess): () => Promise<string> {
  if (stdout === null) throw new Error("The program has no output.");
  const lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
  return async () => {
    const line = await lines.next();
    if (line.done === true) throw new Error("The program has ended.");
    return line.value;
  };
}

test.describe("programs that are not ours", () => {
  let port: number;
  test.beforeEach(async () => {
    port = await freeTcpPort();
  });

  test("a Node client appears with its true address, seen only from the server", async ({
    launch,
    sight,
  }) => {
    await sight.addTcpServer("Echo", port);
    const child = launch(process.execPath, ["-e", NODE_CLIENT, String(port)]);
    const nextLine = linesOf(child);
    const own = await nextLine();
    const card = sight.card("Outsider 1");
    await expect(card).toContainText(`127.0.0.1:${own}`);
    await expect(card).toContainText("seen only from the server's end");
    child.stdin?.write("hello\n");
    expect(await nextLine()).toBe("hello");
    await card.getByRole("button", { name: "Outsider 1", exact: true }).click();
    await expect(sight.inspector).toContainText(
      "an outside program: known only from its peer's end and from the system",
    );
    child.stdin?.end();
    await expect(card).toContainText(/gone|no longer connected/);
    await expect(card.getByRole("button", { name: /^Stop/ })).toHaveCount(0);

    await sight.goLive();
    const rows = await sight.readList();
    expect(rows.filter((row) => /^Echo server: (recv|sendall).*6 B/.test(row))).toHaveLength(2);
    // Not one call of it: nobody here could see any.
    const seen = rows.filter((row) => row.startsWith("Outsider 1"));
    expect(seen.filter((row) => /\(\)|recv|send|socket/.test(row))).toEqual([]);
    expect(rows.filter((row) => row.includes("SYN → Echo server"))).toHaveLength(1);
  });

  test("Python's socket meets the welcome server", async ({ launch, sight }) => {
    test.skip(!isThere("python3"), "there is no python3 here");
    await sight.addTcpServer("Welcome", port);
    const child = launch("python3", ["-c", PYTHON_CLIENT, String(port)]);
    const nextLine = linesOf(child);
    const own = await nextLine();
    expect(await nextLine()).toBe("欢迎连接到服务器");
    const card = sight.card("Outsider 1");
    await expect(card).toContainText(`127.0.0.1:${own}`);
    await expect(card).toContainText("seen only from the server's end");
    await expect(sight.card("Welcome server")).toContainText("blocked in recv(1024)");
    child.stdin?.write("你好, 来自 Python\n");
    await expect(sight.card("Welcome server")).toContainText("与客户端的连接已关闭");
    await sight.goLive();
    const rows = await sight.readList();
    expect(rows.filter((row) => row.includes("你好, 来自 Python"))).toHaveLength(1);
  });

  test("curl gets the greeting instead of a page", async ({ launch, sight }) => {
    test.skip(!isThere("curl"), "there is no curl here");
    await sight.addTcpServer("Welcome", port);
    const child = launch("curl", ["-s", "--http0.9", `http://127.0.0.1:${port}/`]);
    expect(await linesOf(child)()).toBe("欢迎连接到服务器");
    await expect(sight.card("Outsider 1")).toContainText("seen only from the server's end");
    await expect(sight.card("Welcome server")).toContainText("与客户端的连接已关闭");
    await sight.goLive();
    const rows = await sight.readList();
    expect(rows.filter((row) => row.includes("GET / HTTP/1.1"))).toHaveLength(1);
  });

  test("a client of ours and an outside one are told apart", async ({ launch, sight }) => {
    await sight.addTcpServer("Echo", port);
    await sight.add("TCP client", { does: "By hand", port });
    await sight.card("TCP client 1").getByRole("button", { name: "connect", exact: true }).click();
    await expect(sight.card("TCP client 1")).toContainText("ESTABLISHED");
    const child = launch(process.execPath, ["-e", NODE_CLIENT, String(port)]);
    await expect(sight.card("Outsider 1")).toContainText(`:${await linesOf(child)()}`);
    await expect(sight.card("Echo server")).toContainText("conversation 2");
    await expect(sight.stage.getByRole("article")).toHaveCount(3);
  });
});
