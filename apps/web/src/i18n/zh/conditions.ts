import type { Fault, GateMode } from "@sockscope/protocol";
import type { conditions as english } from "../en/conditions.ts";

const faults: Record<Fault, string> = {
  delay: "延迟",
  slice: "切分",
  loss: "丢弃",
  duplicate: "重复",
  reorder: "扣留",
  overflow: "已满，丢弃",
  "too-long": "因过长而拒绝",
  reset: "重置连接，丢弃",
  "black-hole": "吞掉",
};
const modes: Record<GateMode, string> = { free: "自由运行", slow: "慢速运行", step: "单步运行" };

export const conditions: typeof english = {
  faults,
  whys: { slow: "慢速运行", step: "等待“下一步”", breakpoint: "断点", limit: "到达上限" },
  limits: {
    sockets: "打开的套接字太多，本程序重置了新来的连接",
    bytes: "每秒的字节数太多，本程序让它等到下一秒",
    answers: "两个服务器没完没了地互相应答数据报，本程序让它慢下来：每秒一次调用",
  },
  gateSet: (mode, pause) =>
    mode === "slow" ? `${modes[mode]}：每次调用前停 ${pause}` : `${modes[mode]}`,
  gateSetAll: (said) => `所有程序${said}`,
  stands: (call) => `停在闸门前：${call}`,
  standsInside: (call) => `停在 ${call} 返回之前`,
  breakpointSet: (id, when) =>
    when.on === "call"
      ? `断点 ${id}：${when.nth === undefined ? "每次" : `第 ${when.nth} 次`} ${when.verb} 之前`
      : when.on === "error"
        ? `断点 ${id}：${when.errno ?? "任何错误"}`
        : `断点 ${id}：recv 返回 0 字节`,
  breakpointRemoved: (id) => `断点 ${id} 已删除`,
  linkSet: "链路条件改变",
  linkReset: "链路恢复为普通回环",
  fault: (fault, bytes, delay) =>
    `链路${faults[fault]} ${bytes}${delay === "" ? "" : `，${delay}`}`,
  connectFault: (fault, delay) =>
    fault === "delay" ? `链路使它延迟 ${delay}` : `链路${faults[fault]}了它`,
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
    nextOf: (who) => `${who}的下一个调用`,
    nobody: "现在没有程序停在闸门前。",
    standing: (count) => `${count} 个调用停在闸门前`,
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
    pair: (a, b) => `${a}与${b}之间`,
    direction: (from, to) => `${from} → ${to}`,
    latency: "延迟",
    jitter: "抖动",
    bandwidth: "带宽",
    slice: "切成约",
    loss: "丢失",
    duplicate: "重复",
    reorder: "乱序",
    maxDatagram: "最长数据报",
    resetAfter: "重置于",
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
