import { type Breakpoint, type Fault, type GateMode, LIMITS } from "@sockscope/protocol";
import type { conditions as english } from "../en/conditions.ts";
import { cjkSpacing } from "./cjk-spacing.ts";

const faults: Record<Fault, string> = {
  delay: "延迟",
  slice: "切分",
  loss: "丢弃",
  duplicate: "重复",
  reorder: "扣留",
  overflow: "已满，丢弃",
  "too-long": "因过长而拒绝",
  reset: "复位连接，丢弃",
  "black-hole": "吞掉",
};
const modes: Record<GateMode, string> = { free: "自由运行", slow: "慢速运行", step: "单步运行" };

function breakpointText(when: Breakpoint): string {
  switch (when.on) {
    case "call":
      return `${when.nth === undefined ? "每次" : `第 ${when.nth} 次`} ${when.verb} 之前`;
    case "return":
      return `${when.nth === undefined ? "每次" : `第 ${when.nth} 次`} ${when.verb} 返回之前`;
    case "error":
      return when.errno ?? "任何错误";
    case "end-of-stream":
      return "recv 返回 0 字节";
  }
}

export const conditions: typeof english = {
  faults,
  whys: { slow: "慢速运行", step: "等待“下一步”", breakpoint: "断点", limit: "到达上限" },
  limits: {
    sockets: "打开的套接字太多，本程序复位了新来的连接",
    bytes: "每秒的字节数太多，本程序让它等到下一秒",
    answers: "两个服务器没完没了地互相应答数据报，本程序让它慢下来：每秒一次调用",
    echoes: `它和一个外部程序把同一个数据报来回发了 ${LIMITS.echoes} 次，像两个回显服务器那样没完没了，本程序让它慢下来：每秒一次调用`,
    outsiders: `来过的外部程序已超过 ${LIMITS.outsiders} 个，本程序把最久没有动静的卡片移下舞台，时间线上仍看得到它们`,
  },
  gateSet: (mode, pause) =>
    mode === "slow" ? `${modes[mode]}：每次调用前停 ${pause}` : modes[mode],
  gateSetAll: (said) => cjkSpacing`所有程序${said}`,
  stands: (call) => `停在闸门前：${call}`,
  standsInside: (call) => `停在 ${call} 返回之前`,
  breakpointSet: (id, when) => `断点 ${id}：${breakpointText(when)}`,
  breakpointFor: (said, who) => `${said}（${who}）`,
  stopsAt: (id, call, at) =>
    at === "call" ? `断点 ${id}：停在 ${call} 之前` : `断点 ${id}：停在 ${call} 返回之前`,
  breakpointRemoved: (id) => `断点 ${id} 已删除`,
  linkSet: "链路条件改变",
  linkReset: "链路恢复为普通回环",
  fault: (fault, bytes, delay) =>
    cjkSpacing`链路${faults[fault]} ${bytes}${delay === "" ? "" : `，${delay}`}`,
  connectFault: (fault, delay) =>
    fault === "delay" ? `链路使它延迟 ${delay}` : cjkSpacing`链路${faults[fault]}了它`,
  endHeld: (verb) => `链路扣住这个 ${verb} 的 FIN`,
  callPassed: (verb) => `${verb} 通过链路`,
  passed: (bytes) => `${bytes} 通过链路`,
  gate: {
    label: "程序怎样运行",
    free: "自由",
    slow: "慢速",
    step: "单步",
    freeHint: "程序以最快的速度运行。",
    slowHint: "每个程序在每次调用之前都停一会儿。",
    stepHint: "每个程序在每次调用之前都等待“下一步”。",
    pause: "每次调用之前停",
    next: "下一步",
    nextHint: "让下一个调用通过闸门",
    nextOf: (who) => cjkSpacing`${who}的下一个调用`,
    nobody: "现在没有程序停在闸门前。",
    standing: (count) => `${count} 个调用停在闸门前`,
  },
  breakpoints: {
    title: "断点",
    button: (count) => (count === 0 ? "断点" : `断点：${count} 个`),
    hint: "程序真的停在那里，操作系统照常工作：字节仍会到达。",
    whose: "程序",
    anybody: "任一程序",
    when: "何时停下",
    on: {
      call: "某个调用之前",
      return: "某个调用返回之前",
      "end-of-stream": "recv 即将返回 0 字节时",
      error: "调用即将失败时",
    },
    verb: "调用",
    nth: "从现在起第几次",
    each: "每次",
    errno: "错误",
    anyError: "任何错误",
    set: "设置断点",
    list: "已设置的断点",
    here: (who) => cjkSpacing`${who}停在这里`,
    stopped: (who, id) => cjkSpacing`${who}停在断点 ${id}。`,
    removeOf: (id) => `删除断点 ${id}`,
  },
  ofCard: {
    runs: "怎样运行",
    free: "自由",
    slow: (pause) => `慢速：每次调用前停 ${pause}`,
    step: "单步",
    own: { free: "自由", slow: "慢速", step: "单步" },
    ownHint: "这个程序有自己的运行方式。",
    alike: (count) => `同类的 ${count} 个程序怎样运行`,
    allRun: "它们怎样运行",
    nextOfEach: (count) => (count === 1 ? "放行停着的那一个" : `每个都走一步（${count} 个）`),
    stops: "让它停下",
    atEnd: "recv 即将返回 0 字节时",
    atError: "调用即将失败时",
    more: "某个调用之前……",
  },
  link: {
    chip: (name) => `链路：${name}`,
    title: "链路条件",
    hint: "故障是真实的：字节在交给系统之前被扣留或丢弃。",
    presets: "预设",
    perfect: "回环",
    wifi: "慢速 Wi-Fi",
    bad: "糟糕的链路",
    own: "自定条件",
    some: "部分连接",
    scope: "适用于",
    stage: "整个舞台",
    pair: (a, b) => cjkSpacing`${a}与${b}之间`,
    direction: (from, to) => `${from} → ${to}`,
    latency: "延迟",
    jitter: "抖动",
    bandwidth: "带宽",
    slice: "切成约",
    loss: "丢失",
    duplicate: "重复",
    reorder: "乱序",
    maxDatagram: "最长数据报",
    resetAfter: "复位于",
    blackHole: "黑洞：什么也不通过",
    unlimited: "不限",
    never: "从不",
    seed: "种子",
    seedHint: "种子与调用相同，遇到的故障就相同。",
    again: "重新开始",
    remove: "删除",
    others: "另外还有",
  },
};
