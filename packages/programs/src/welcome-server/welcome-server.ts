import type { Server } from "../server.ts";
import { decode, encode } from "../text.ts";

/** Greets a client, hears what it has to say, and closes. */
export const welcomeServer: Server = {
  backlog: 5,
  started: "服务器已启动,等待客户端连接...",
  async serve(conn, addr, { print }) {
    print(`接收到来自 ${addr[0]}:${addr[1]} 的连接`);

    await conn.sendall(encode("欢迎连接到服务器"));

    const data = await conn.recv(1024);
    print(`接收到来自客户端的数据:${decode(data)}`);

    await conn.close();
    print("与客户端的连接已关闭");
  },
};
