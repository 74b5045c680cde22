import type { ThreadConversation } from "@sockscope/sockets/thread";
import { decode, encode } from "../text.ts";

/** Greets a client, hears what it has to say, and closes. */
export const serveWelcome: ThreadConversation = (conn, addr, { print }) => {
  print(`接收到来自 ${addr[0]}:${addr[1]} 的连接`);

  conn.sendall(encode("欢迎连接到服务器"));

  const data = conn.recv(1024);
  print(`接收到来自客户端的数据:${decode(data)}`);

  conn.close();
  print("与客户端的连接已关闭");
};
