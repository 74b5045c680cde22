// Kind 2: whether the kernel finished or reset when a socket was closed.
import type { Scenario } from "./scenario.ts";

export const FIN_OR_RST: readonly Scenario[] = [
  {
    name: "unread-rest",
    kind: 2,
    needs: ["python:socket"],
    async act({ ours, listening, driver, quiet }) {
      const server = await ours("server");
      const { socket, port } = await listening(server);
      const python = driver();
      await python.must("a", "socket");
      await python.must("a", "connect", { host: "127.0.0.1", port });
      const [conn] = await socket.accept();
      await python.must("a", "sendall", { size: 5000 });
      await conn.recv(10);
      await quiet("4,990 B are unread");
      await conn.close();
    },
  },
  {
    name: "unread-none-read",
    kind: 2,
    needs: ["python:socket"],
    async act({ ours, listening, driver, quiet }) {
      const server = await ours("server");
      const { socket, port } = await listening(server);
      const python = driver();
      await python.must("a", "socket");
      await python.must("a", "connect", { host: "127.0.0.1", port });
      const [conn] = await socket.accept();
      await python.must("a", "sendall", { size: 20 });
      await quiet("20 B are unread");
      await conn.close();
    },
  },
  {
    name: "unread-after-own-shutdown",
    kind: 2,
    needs: ["python:socket"],
    async act({ ours, listening, driver, quiet }) {
      const server = await ours("server");
      const { socket, port } = await listening(server);
      const python = driver();
      await python.must("a", "socket");
      await python.must("a", "connect", { host: "127.0.0.1", port });
      const [conn] = await socket.accept();
      await conn.shutdown("SHUT_WR");
      await python.must("a", "sendall", { size: 700 });
      await quiet("700 B came after our FIN");
      await conn.close();
    },
  },
  {
    name: "unread-after-own-shutdown-both-ours",
    kind: 2,
    needs: [],
    async act({ ours, listening, quiet }) {
      const server = await ours("server");
      const { socket, port } = await listening(server);
      const client = await ours("client");
      const one = await client.net.socket("AF_INET", "SOCK_STREAM");
      await one.connect(["127.0.0.1", port]);
      const [conn] = await socket.accept();
      await conn.shutdown("SHUT_WR");
      await one.sendall(new Uint8Array(700));
      await quiet("700 B came after our FIN");
      await conn.close();
    },
  },
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
  {
    name: "client-of-ours-leaves-unread",
    kind: 2,
    needs: ["python:socket"],
    async act({ ours, driver, quiet }) {
      const python = driver();
      const port = await python.must<number>("l", "listen", { host: "127.0.0.1" });
      const client = await ours("client");
      const one = await client.net.socket("AF_INET", "SOCK_STREAM");
      await one.connect(["127.0.0.1", port]);
      await python.must("l", "accept", { as: "c" });
      await python.must("c", "sendall", { size: 3000 });
      await python.must("c", "close");
      await one.recv(1000);
      await quiet("2,000 B and an end are unread");
      await one.close();
    },
  },
  {
    name: "one-read-all-of-it",
    kind: 2,
    needs: ["python:socket"],
    async act({ ours, listening, driver }) {
      const server = await ours("server");
      const { socket, port } = await listening(server);
      const python = driver();
      await python.must("a", "socket");
      await python.must("a", "connect", { host: "127.0.0.1", port });
      const [conn] = await socket.accept();
      await python.must("a", "sendall", { size: 5000 });
      for (let got = 0; got < 5000; ) got += (await conn.recv(777)).length;
      await conn.close();
    },
  },
];
