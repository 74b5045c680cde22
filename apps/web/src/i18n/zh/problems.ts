import type { problems as english } from "../en/problems.ts";

export const problems: typeof english = {
  malformed: "服务器没有看懂这个请求。",
  "unknown-program": "服务器不认识这个程序。",
  "unknown-make": "这个程序没有这种形式。",
  "unknown-actor": "这张卡片已经不在了。",
  "not-by-hand": "这个程序自行运行，不能手动操作。",
  "wrong-state": "它的套接字在当前状态下不能这样做。",
  busy: "它还阻塞在另一个调用里：一次只能进行一个调用。",
  "not-an-address": "这不是一个地址。请写 127.0.0.1 或 ::1 这样的地址。",
  "not-loopback": "这里只能使用本机地址：127.0.0.1 或 ::1。",
  "own-port": "这个端口由 Sockscope 自己使用，请换一个。",
  "text-empty": "请先输入文字。",
  "text-too-long": "文字太长，无法一次发送。",
  "too-many-actors": "舞台已满，请先移走一些卡片。",
  "nothing-waits": "现在没有程序停在闸门前。",
  "unknown-breakpoint": "这个断点已经不在了。",
  "too-many-breakpoints": "断点太多，请先删除一些。",
  "too-many-links": "单独设置的链路太多，请先删除一些。",
  version: "页面与服务器的版本不一致，请重新加载页面。",
  "link-lost": "无法连到服务器，什么也没有做。",
};
