// Kind 2: whether the kernel finished or reset when a socket was closed.

import type { Scenario } from "./scenario.ts";
import { withBothOurs, withPythonClient, withPythonServer } from "./with-ends.ts";

export const FIN_OR_RST: readonly Scenario[] = [
  withPythonClient(2, "unread-rest", async ({ own, python, name }, act) => {
    await python.must(name, "sendall", { size: 5000 });
    await own.recv(10);
    await act.quiet("4,990 B are unread");
    await own.close();
  }),
  withPythonClient(2, "unread-none-read", async ({ own, python, name }, act) => {
    await python.must(name, "sendall", { size: 20 });
    await act.quiet("20 B are unread");
    await own.close();
  }),
  withPythonClient(2, "unread-after-own-shutdown", async ({ own, python, name }, act) => {
    await own.shutdown("SHUT_WR");
    await python.must(name, "sendall", { size: 700 });
    await act.quiet("700 B came after our FIN");
    await own.close();
  }),
  withBothOurs(2, "unread-after-own-shutdown-both-ours", async ({ client, server }, act) => {
    await server.shutdown("SHUT_WR");
    await client.sendall(new Uint8Array(700));
    await act.quiet("700 B came after our FIN");
    await server.close();
  }),
  {
    name: "curl-posts-300-kB",
    kind: 2,
    needs: ["curl"],
    async act({ server, run }) {
      const { port } = await server("http-server");
      const url = `http://127.0.0.1:${port}/`;
      await run("curl", ["-s", "--data-binary", "@-", url], "x".repeat(300_000)).ended;
    },
  },
  {
    name: "rubbish-to-upload-server",
    kind: 2,
    needs: ["nc"],
    async act({ server, run }) {
      const { port } = await server("upload-server");
      const rubbish = "GET / HTTP/1.1\r\n\r\n".repeat(200);
      await run("nc", ["-N", "127.0.0.1", String(port)], rubbish).ended;
    },
  },
  withPythonServer(2, "client-of-ours-leaves-unread", async ({ own, python, name }, act) => {
    await python.must(name, "sendall", { size: 3000 });
    await python.must(name, "close");
    await own.recv(1000);
    await act.quiet("2,000 B and an end are unread");
    await own.close();
  }),
  withPythonClient(2, "one-read-all-of-it", async ({ own, python, name }) => {
    await python.must(name, "sendall", { size: 5000 });
    for (let got = 0; got < 5000; ) got += (await own.recv(777)).length;
    await own.close();
  }),
];
