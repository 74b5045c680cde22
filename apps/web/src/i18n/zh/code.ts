import type { code as english } from "../en/code.ts";

export const code: typeof english = {
  choose: "语言",
  shown: { both: "两种", typescript: "TypeScript", python: "Python" },
  languages: { typescript: "TypeScript", python: "Python" },
  runs: "正在运行的就是它",
  same: "同一个程序",
  nothing: "还没有程序运行。谁在动作，这里就显示谁的代码。",
  outsider: "外部程序，这里没有它的代码，只能看到舞台上的对端所报告的内容。",
  byHand: "下一步调用什么，由人来决定。",
  follow: "跟随",
  whoActs: "正在动作的一方",
  mainLoop: "accept 循环",
  conversation: (peer) => `与 ${peer} 的会话`,
  notYet: "还没有做过任何调用。",
  over: "程序已经结束。",
  states: {
    gate: (verb) => `停在闸门前：${verb} 还没有开始。`,
    held: (verb) => `${verb} 已有结果：停在它返回之前。`,
    inside: (verb) => `阻塞在 ${verb}：它还没有返回。`,
    returned: (verb) => `${verb} 已返回。`,
    failed: (verb) => `${verb} 失败了。`,
  },
  line: (line, file) => `${file} 第 ${line} 行（观测所得）。`,
  unknown: "调用太密时不再查找它来自哪一行，这一次就没有查。",
  blocked: "阻塞",
  marks: { gate: "在闸门前", held: "返回之前", returned: "已返回", failed: "失败" },
};
