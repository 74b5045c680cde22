import type { Program } from "../program.ts";
import { decode, encode } from "../text.ts";

/** Greets one client at a time, hears what it has to say, and closes. */
export const welcomeServer: Program = async (net, { host, port, family, print }) => {
  const server = await net.socket(family, "SOCK_STREAM");
  await server.bind([host, port]);
  await server.listen(5);
  print("服务器已启动,等待客户端连接...");

  for (;;) {
    const [conn, addr] = await server.accept();
    print(`接收到来自 ${addr[0]}:${addr[1]} 的连接`);

    await conn.sendall(encode("欢迎连接到服务器"));

    const data = await conn.recv(1024);
    print(`接收到来自客户端的数据:${decode(data)}`);

    await conn.close();
    print("与客户端的连接已关闭");
  }
};
