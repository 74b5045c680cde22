import type { sentences as english } from "../en/sentences.ts";

export const sentences: typeof english = {
  calls: (who, call) => `${who}调用 ${call}。`,
  sleeps: (who, call) => `${who}调用 ${call}，进入等待。`,
  returns: (who, verb, result) =>
    result === "" ? `${who}的 ${verb} 返回。` : `${who}的 ${verb} 返回 ${result}。`,
  fails: (who, call, errno) => `${who}的 ${call} 失败：${errno}。`,
  segment: (flags, from, to) => `${flags}，从${from}到${to}，推断。`,
  somebody: "某个程序",
  added: (who) => `${who}上场。`,
  printed: (who, said) => `${who}打印：${said}`,
  ended: (who, how) => `${who}${how}。`,
  removed: (who) => `${who}从舞台上移走。`,
  known: (who, process, pid) => `${who}是进程 ${pid}：${process}。`,
  named: (who, address) => `系统给${who}分配了地址 ${address}。`,
  queued: (who, peer) => `来自 ${peer} 的连接在${who}处等待。`,
  arrived: (who, size, from) => `来自 ${from} 的 ${size} 数据报在${who}处等待。`,
  closed: (who) => `系统关闭了${who}的一个套接字。`,
  began: "会话开始。",
};
