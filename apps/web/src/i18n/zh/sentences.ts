import type { sentences as english } from "../en/sentences.ts";
import { cjkSpacing } from "./cjk-spacing.ts";

export const sentences: typeof english = {
  calls: (who, call) => cjkSpacing`${who}调用 ${call}。`,
  sleeps: (who, call) => cjkSpacing`${who}调用 ${call}，进入等待。`,
  returns: (who, verb, result) =>
    result === ""
      ? cjkSpacing`${who}的 ${verb} 返回。`
      : cjkSpacing`${who}的 ${verb} 返回 ${result}。`,
  fails: (who, call, errno) => cjkSpacing`${who}的 ${call} 失败：${errno}。`,
  segment: (flags, from, to, truth, when) =>
    cjkSpacing`${flags}，从${from}到${to}，${truth}${when === null ? "" : `，${when}`}。`,
  about: (who, said) => `${who}：${said}`,
  somebody: "某个程序",
  added: (who) => cjkSpacing`${who}上场。`,
  printed: (who, said) => cjkSpacing`${who}打印：${said}`,
  ended: (who, how) => cjkSpacing`${who}${how}。`,
  removed: (who) => cjkSpacing`${who}从舞台上移走。`,
  knownThere: (who) =>
    cjkSpacing`${who}是运行 Sockscope 的那台机器上的一个进程；是哪一个，只在那台机器上显示。`,
  known: (who, process, pid) => cjkSpacing`${who}是进程 ${pid}：${process}。`,
  named: (who, address) => cjkSpacing`系统给${who}分配了地址 ${address}。`,
  queued: (who, peer) => cjkSpacing`来自 ${peer} 的连接在${who}处等待。`,
  arrived: (who, size, from) => cjkSpacing`来自 ${from} 的 ${size} 数据报在${who}处等待。`,
  dropped: (who, count, size, from) =>
    cjkSpacing`本程序为${who}保留的队列已满：丢弃来自 ${from} 的数据报 ${count} × ${size}。`,
  kernel: (who, row) => cjkSpacing`内核报告${who}的一个套接字：${row}。`,
  peerKnown: (who, other) => cjkSpacing`${who}的一个套接字，另一端是${other}。`,
  closed: (who) => cjkSpacing`系统关闭了${who}的一个套接字。`,
  began: "会话开始。",
};
