import type { events as english } from "../en/events.ts";

/** What each kind of event means. */
export const events: typeof english = {
  "lab.began": "本次会话开始。",
  "actor.added": "启动了一个程序，它还没有套接字。",
  "actor.outside": "这不是我们的程序，只知道舞台上的对端和系统所报告的部分。",
  "actor.printed": "程序打印了这行文字。",
  "actor.ended": "程序结束了，没有关闭的套接字由操作系统关闭。",
  "actor.left": "从这里已看不到这个程序的任何动静。",
  "actor.known": "操作系统说明了另一端属于哪个进程：它的套接字就在那个进程打开的文件里。",
  "actor.removed": "卡片从舞台上移走了。",
  "socket.named":
    "没有 bind，操作系统给了套接字一个地址，并自动选了空闲端口，即临时端口。只有服务器才需要众所周知的端口。",
  "connection.queued": "握手已完成，连接在队列中等待 accept。此时已经可以向它发送数据。",
  "datagram.arrived": "一个数据报在套接字处等待，直到 recvfrom 或 recv 取走它。",
  "datagram.dropped":
    "系统已经送达。是本程序为这个套接字保存数据报的队列满了，正如系统的接收缓冲区也会满。",
  "gate.set": "程序的每次调用之前有一道闸门，这里规定怎样通过。",
  "gate.reached": "程序停在闸门前：下一个调用还没有开始。系统的工作照常进行。",
  "gate.inside": "系统已经完成这个调用，但程序还不知道结果：它停在调用返回之前。",
  "breakpoint.set": "从现在起程序会在这里停下。",
  "breakpoint.removed": "程序不再在这里停下。",
  "link.set": "从现在起套接字之间的链路这样工作。",
  "link.fault": "这是本程序在程序与系统之间有意制造的，不是网络造成的。",
  "link.heldEnd":
    "调用会返回，但系统还不知道：这一端的 FIN 没有发出，对方对此一无所知。这是本程序有意制造的。",
  "link.passedCall": "系统现在才得知这个调用；在此之前，它的 SYN 或 FIN 都不可能发出。",
  "limit.met": "这是本程序有意做的，免得一个程序占尽一切。被闸门放慢的程序，可以再设为自由运行。",
  "link.passed": "链路现在把这些字节交给了系统。地址和端口都是真实的。",
  "kernel.read":
    "读了内核自己的套接字表，它这样说：读表期间确实如此。由此得出的结论在随后的步骤里。",
  "peer.known": "内核说明了这条连接的另一端属于哪个进程。",
  "socket.closed": "程序已经结束，所以操作系统关闭了它。",
};
