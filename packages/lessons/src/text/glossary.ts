import type { Text } from "./text.ts";

interface Entry {
  readonly name: Text;
  /** One or two sentences. */
  readonly means: Text;
}

/** The terms of the course. A text marks one as `[[id]]`. */
export const glossary = {
  socket: {
    name: { en: "socket", zh: "套接字" },
    means: {
      en: "One end of a conversation. The program holds a number for it; the kernel keeps its addresses, its state and its buffers.",
      zh: "通信的一个端点。程序手里只有一个编号，地址、状态和缓冲区都由内核保管。",
    },
  },
  port: {
    name: { en: "port", zh: "端口" },
    means: {
      en: "A number from 1 to 65535 that tells which program on a machine the bytes are for.",
      zh: "1 到 65535 之间的编号，用来区分同一台机器上的不同程序。",
    },
  },
  ephemeral: {
    name: { en: "ephemeral port", zh: "临时端口" },
    means: {
      en: "A port that the kernel picks from a range of its own for a socket that did not ask for one. It is free again afterwards.",
      zh: "套接字没有指定端口时，内核从专门的范围里挑出的端口，用完即收回。",
    },
  },
  loopback: {
    name: { en: "loopback", zh: "回环" },
    means: {
      en: "The machine talking to itself: 127.0.0.1 in IPv4, ::1 in IPv6. Nothing leaves the machine.",
      zh: "机器与自己通信：IPv4 用 127.0.0.1，IPv6 用 ::1，数据不会离开本机。",
    },
  },
  fourTuple: {
    name: { en: "4-tuple", zh: "四元组" },
    means: {
      en: "Address and port of both ends. No two connections have all four alike, so the kernel knows where each segment belongs.",
      zh: "两端的地址和端口，共四项。没有两条连接四项全同，内核据此分清每个报文段属于谁。",
    },
  },
  backlog: {
    name: { en: "backlog", zh: "backlog（等待队列的长度）" },
    means: {
      en: "How many finished handshakes may wait for accept. Linux takes the number plus one.",
      zh: "已完成握手、等待 accept 的连接最多排多少个。Linux 实际容纳的比这个数多一个。",
    },
  },
  handshake: {
    name: { en: "three-way handshake", zh: "三次握手" },
    means: {
      en: "SYN, SYN+ACK, ACK: both ends tell where their numbering of bytes begins, and that they have heard each other.",
      zh: "SYN、SYN+ACK、ACK 三个报文段：双方互告初始序号，并确认都听到了对方。",
    },
  },
  listening: {
    name: { en: "listening socket", zh: "监听套接字" },
    means: {
      en: "It only takes connections in. It never carries a byte of data; each accept makes a new socket for that.",
      zh: "只负责接入连接，自己不传一个字节的数据；每次 accept 都另建一个套接字来传。",
    },
  },
  segment: {
    name: { en: "segment", zh: "报文段" },
    means: {
      en: "The unit that TCP hands to IP: a header of at least 20 bytes, and some bytes of the stream.",
      zh: "TCP 交给 IP 的单位：至少 20 字节的首部，加上字节流中的一段。",
    },
  },
  stream: {
    name: { en: "byte stream", zh: "字节流" },
    means: {
      en: "Bytes in order, with no marks between them. What one send gave may be taken by several recvs, or the other way round.",
      zh: "有序而没有分界的一串字节。一次 send 的内容可能分几次 recv 取走，反之亦然。",
    },
  },
  framing: {
    name: { en: "framing", zh: "消息边界" },
    means: {
      en: "A rule by which the receiver finds where one message ends and the next begins in a stream.",
      zh: "接收方据以判断一条消息在哪里结束、下一条从哪里开始的规则，也叫“成帧”。",
    },
  },
  stickyPackets: {
    name: { en: "sticky packets", zh: "粘包" },
    means: {
      en: "Chinese slang (粘包) for messages that one recv gives together. Misleading: TCP never had messages to keep apart, so nothing stuck.",
      zh: "指一次 recv 拿到好几条消息。这个词容易误导：TCP 本来就没有“包”的概念，只有字节流，划分消息是程序自己的事。",
    },
  },
  datagram: {
    name: { en: "datagram", zh: "数据报" },
    means: {
      en: "One message of UDP. It arrives whole or not at all; nobody numbers, orders or repeats it.",
      zh: "UDP 的一条消息。要么整个到达，要么不到；没有编号，不排序，也不重发。",
    },
  },
  blocked: {
    name: { en: "blocked", zh: "阻塞" },
    means: {
      en: "The call has not returned because there is nothing to return yet. The program sleeps in it and uses no processor.",
      zh: "还没有结果，调用就不返回。程序睡在这个调用里，不占用处理器。",
    },
  },
  fin: {
    name: { en: "FIN", zh: "FIN" },
    means: {
      en: "The segment that says: I have no more bytes for you. The other direction stays open.",
      zh: "表示“我没有数据要发了”的报文段，另一个方向仍可继续。",
    },
  },
  halfClose: {
    name: { en: "half-close", zh: "半关闭" },
    means: {
      en: "One direction of a connection is closed with a FIN, the other goes on.",
      zh: "连接的一个方向已用 FIN 关闭，另一个方向继续传数据。",
    },
  },
  rst: {
    name: { en: "RST", zh: "RST" },
    means: {
      en: "The segment that ends a connection at once, in both directions: there is nothing here for you.",
      zh: "立即终止连接的报文段，两个方向同时作废：这里没有你要找的连接了。",
    },
  },
  acceptQueue: {
    name: { en: "accept queue", zh: "已完成连接队列" },
    means: {
      en: "Where the kernel keeps connections whose handshake is finished until the program calls accept.",
      zh: "握手已完成的连接在内核里排队的地方，等程序调用 accept 取走。",
    },
  },
  utf8: {
    name: { en: "UTF-8", zh: "UTF-8" },
    means: {
      en: "How text becomes bytes: a Latin letter takes one, a Chinese character mostly three.",
      zh: "把文字变成字节的编码：一个英文字母占 1 字节，一个汉字通常占 3 字节。",
    },
  },
  broadcast: {
    name: { en: "broadcast", zh: "广播" },
    means: {
      en: "One message to all. TCP has none: a program sends to each connection in turn. UDP has one, on a local network.",
      zh: "一条消息发给所有人。TCP 没有广播，只能逐个连接发送；UDP 在局域网里有。",
    },
  },
  heartbeat: {
    name: { en: "heartbeat", zh: "心跳" },
    means: {
      en: "A small message every few seconds that only says: I am still here.",
      zh: "每隔几秒发一条小消息，只为说明“我还在”。",
    },
  },
  inferred: {
    name: { en: "inferred", zh: "推断" },
    means: {
      en: "It follows from TCP's rules, but nobody here saw it: the SYN behind a connect, the FIN behind a close.",
      zh: "由 TCP 规则推出、这里没有人亲眼看见的：如 connect 背后的 SYN、close 背后的 FIN。",
    },
  },
  injected: {
    name: { en: "injected", zh: "人为注入" },
    means: {
      en: "The playground did it on purpose: a delay, a loss, a reset.",
      zh: "由本程序故意造成的：延迟、丢失、复位等。",
    },
  },
  http: {
    name: { en: "HTTP", zh: "HTTP" },
    means: {
      en: "The protocol of the web: a request in lines of text over a TCP connection, and an answer.",
      zh: "Web 的协议：在 TCP 连接上用一行行文字提出请求，再收到回答。",
    },
  },
  protocol: {
    name: { en: "protocol", zh: "协议" },
    means: {
      en: "What two programs have agreed on: who speaks first, what the bytes mean, where a message ends.",
      zh: "两个程序事先的约定：谁先说，字节是什么意思，一条消息到哪里结束。",
    },
  },
  backpressure: {
    name: { en: "backpressure", zh: "反压" },
    means: {
      en: "A receiver that does not read fills its buffer, then the sender's; TCP's window closes, and the sender has to wait.",
      zh: "接收方不读，它的缓冲区先满，发送方的随后也满；TCP 窗口关闭，发送方只好等待。",
    },
  },
  hash: {
    name: { en: "hash", zh: "散列值" },
    means: {
      en: "A short number computed from all the bytes. Change one of them, and it comes out different.",
      zh: "由全部字节算出的一个短数。只要改动一个字节，结果就不同。",
    },
  },
  thread: {
    name: { en: "thread", zh: "线程" },
    means: {
      en: "One course of execution in a program. While it sleeps in a call, the program's other threads go on.",
      zh: "程序里的一条执行流。它睡在某个调用里的时候，同一程序的其他线程照常运行。",
    },
  },
  eventLoop: {
    name: { en: "event loop", zh: "事件循环" },
    means: {
      en: "One thread that asks the kernel which of many sockets are ready, serves those, and asks again.",
      zh: "只用一个线程：反复询问内核哪些套接字已经就绪，处理完再问。",
    },
  },
} as const satisfies Readonly<Record<string, Entry>>;

export type GlossaryId = keyof typeof glossary;

export const isGlossaryId = (id: string): id is GlossaryId => Object.hasOwn(glossary, id);
