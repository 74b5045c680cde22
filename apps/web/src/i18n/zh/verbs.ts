import type {
  verbs as english,
  datagramVerbs as englishDatagrams,
  shutdowns as englishShutdowns,
  streamVerbs as englishStreams,
} from "../en/verbs.ts";

export const verbs: typeof english = {
  socket: "只是创建了一个套接字：没有地址，没有对端，一个分组也没有发出。",
  bind: "给套接字绑定本机的地址和端口。此时并不发送任何东西，别人来连接时才会知道。",
  listen:
    "从现在起，三次握手由操作系统自动应答。backlog 限制了已完成握手、等待 accept 的连接能排多少个。",
  accept:
    "从队列中取出一个已建立的连接，并为它返回一个新的套接字；监听套接字继续监听。队列为空时就阻塞等待。",
  connect:
    "三次握手由操作系统完成，收到 SYN,ACK 之前调用一直阻塞。此时服务器程序不必已经调用 accept。",
  send: "可能只发出一部分字节，返回值说明发出了多少，剩下的要再调用一次。",
  sendall: "系统接收了全部字节后就返回。这并不说明对方已经读到它们。",
  recv: "有多少就返回多少，最多 n 个字节：可能只是一次发送的一部分，也可能是几次发送连在一起。返回 0 字节表示流到此结束：对方不再发送，或者自己关闭了接收。",
  sendto: "调用一次，发出一个数据报。不需要连接，也没有人告诉你它是否到达。",
  recvfrom: "返回一个完整的数据报以及它的来源。超过 n 字节的部分会被截掉并丢失。",
  shutdown: "关闭连接的一个方向，或两个方向。套接字本身还在。",
  close:
    "交还套接字。如果是连接，系统把剩下的数据发完，再发 FIN；若还有未读字节，或 SO_LINGER 为 0 秒，则发 RST。对方那一半要由对方自己关闭。",
  setsockopt: "改变套接字的行为，对端不会得知。",
  getsockopt: "查询套接字的设置，不发送任何东西。",
  getsockname: "查询套接字自己的地址。没有 bind 的话，端口是系统选的。",
  getpeername: "查询连接另一端的地址。",
  settimeout: "规定以后每个调用最多阻塞多久，超时就放弃。",
};

export const shutdowns: typeof englishShutdowns = {
  SHUT_RD: "对一个连接，只关闭自己的接收。不发送任何东西，对方不会得知。",
  SHUT_WR:
    "对一个连接，只关闭自己的发送（半关闭）：系统把剩下的数据发完，再发 FIN。对方会读到结尾，但仍然可以回答。",
  SHUT_RDWR:
    "对一个连接，把自己的两个方向都关闭：系统把剩下的数据发完，再发 FIN。对方会读到结尾；它再回答也没有人读了。",
};

export const streamVerbs: typeof englishStreams = {
  sendto: "在 TCP 套接字上它就是 send：连接知道自己的对端，给出的地址不起作用。",
  recvfrom: "在 TCP 套接字上它就是 recv：返回流中的字节，没有地址。",
};

export const datagramVerbs: typeof englishDatagrams = {
  connect:
    "不发送任何东西。系统记下对方地址：send 和 recv 不必再写地址，别处来的数据报也不再放进来。",
  send: "向记下的地址发出一个数据报。没有人告诉你它是否到达；若那里没有程序在听，之后的某个调用可能会得知。",
  sendall:
    "向记下的地址发出一个数据报。没有人告诉你它是否到达；若那里没有程序在听，之后的某个调用可能会得知。",
  recv: "返回一个完整的数据报。超过 n 字节的部分会被截掉并丢失；0 字节表示一个空的数据报。",
  shutdown: "让这个套接字在一个或两个方向上不再可用，不发送任何东西。",
  close: "交还套接字和端口。什么也不发送，对方不会得知。",
};
