import type { nodeNotes as english } from "../en/node-notes.ts";

export const nodeNotes: typeof english = {
  title: "Node 的不同之处",
  listen:
    "Node 会自己从系统队列里取走已完成握手的连接，事件循环每转一圈取一个。图中画的是 Node 的队列；backlog 为 0 时按 1 处理。",
  send: "Node 要么交出全部字节，要么一直等待，所以这里的 send 不会只发出一部分。",
  recv: "Node 一次最多读 64 KiB。超出 n 的部分留在本进程里，不再留在系统的缓冲区中。",
  recvfrom:
    "数据报一到，Node 就从系统中取走，放在本进程里等待，最多 1 MiB（除非设置了 SO_RCVBUF），再多就会被丢弃。",
  shutdown: "Node 没有办法通知系统停止接收。已经到达的数据仍然可以读，读完后 recv 返回结尾。",
  getsockopt: "有些选项 Node 无法向系统查询，这里给出的是此前设置的值，或系统的初始值。",
  noOption:
    "这个结果是这里给出的，并没有问过系统：这种套接字没有这个选项，或者 Node 没有对应的调用。",
  reuse:
    "除了在 Windows 上，Node 总会设置 SO_REUSEADDR：处于 TIME-WAIT 的端口可以再次绑定；在其中一个开始监听之前，两个套接字也可以绑定同一个端口。",
  failedConnect: "connect 失败后，Node 会把本地端口还给系统；在 Linux 上，套接字会保留它。",
  goneBeforeAccept: "对方在 Node 接受之前就复位了连接，所以 Node 已经无法得知它的地址。",
  closedMeanwhile: "这个调用还在阻塞时，套接字被关闭了。在这里它会失败；在 Linux 上它会继续阻塞。",
  names: "没有问过系统：这里只认识 localhost 这一个名字；Python 会拒绝的数字，这里返回 EINVAL。",
  lateSend:
    "交给 Node 的数据收不回来。虽然已经超时，但一有空位，剩下的字节仍会在程序不知情时发出。",
};
