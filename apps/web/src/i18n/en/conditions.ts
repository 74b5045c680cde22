import {
  type Breakpoint,
  type EventOf,
  type Fault,
  type GateMode,
  LIMITS,
} from "@sockscope/protocol";

type Why = EventOf<"gate.reached">["why"];

const faults: Record<Fault, string> = {
  delay: "delays",
  slice: "slices",
  loss: "loses",
  duplicate: "duplicates",
  reorder: "holds back",
  overflow: "is full and loses",
  "too-long": "refuses, as too long,",
  reset: "resets the connection and loses",
  "black-hole": "swallows",
};
const modes: Record<GateMode, string> = { free: "free", slow: "slow", step: "step by step" };
const whys: Record<Why, string> = {
  slow: "runs slowly",
  step: "waits for “next”",
  breakpoint: "breakpoint",
  limit: "limit met",
};
const limits: Record<EventOf<"limit.met">["limit"], string> = {
  sockets: "too many sockets are open; the playground resets a new connection",
  bytes: "too many bytes a second; the playground makes it wait for the next second",
  answers:
    "two servers answer each other’s datagrams for ever; the playground slows this one down to one call a second",
  echoes: `it and a program from outside have sent each other the same datagram ${LIMITS.echoes} times, as two echo servers do for ever; the playground slows this one down to one call a second`,
  outsiders: `more than ${LIMITS.outsiders} programs from outside have been here; the playground takes the cards of those that have been quiet longest off the stage, and the timeline keeps them`,
};

function breakpointText(when: Breakpoint): string {
  switch (when.on) {
    case "call":
      return `before ${when.nth === undefined ? "each" : `the ${when.nth}.`} ${when.verb}`;
    case "return":
      return `before ${when.nth === undefined ? "each" : `the ${when.nth}.`} ${when.verb} returns`;
    case "error":
      return when.errno ?? "any error";
    case "end-of-stream":
      return "recv returns no bytes";
  }
}

/** The gate before the calls, breakpoints, and the link between the sockets. */
export const conditions = {
  faults,
  whys,
  limits,
  gateSet: (mode: GateMode, pause: string) =>
    mode === "slow" ? `runs slow: ${pause} before each call` : `runs ${modes[mode]}`,
  gateSetAll: (said: string) => `Everybody ${said}`,
  stands: (call: string) => `at the gate: ${call}`,
  standsInside: (call: string) => `stopped before ${call} returns`,
  breakpointSet: (id: number, when: Breakpoint) => `breakpoint ${id}: ${breakpointText(when)}`,
  breakpointFor: (said: string, who: string) => `${said}, in ${who}`,
  /** A program stands at a breakpoint: before its call, or before that returns. */
  stopsAt: (id: number, call: string, at: "call" | "return") =>
    at === "call" ? `breakpoint ${id}: before ${call}` : `breakpoint ${id}: before ${call} returns`,
  breakpointRemoved: (id: number) => `breakpoint ${id} is removed`,
  linkSet: "the link changes",
  linkReset: "the link is the plain loopback again",
  fault: (fault: Fault, bytes: string, delay: string) =>
    `the link ${faults[fault]} ${bytes}${delay === "" ? "" : ` by ${delay}`}`,
  connectFault: (fault: Fault, delay: string) =>
    fault === "delay" ? `the link delays it by ${delay}` : `the link ${faults[fault]} it`,
  /** A close or shutdown of which the system has not heard. */
  endHeld: (verb: string) => `the link keeps the FIN of this ${verb}`,
  callPassed: (verb: string) => `${verb} passes the link`,
  passed: (bytes: string) => `${bytes} pass the link`,
  gate: {
    label: "How programs run",
    free: "Free",
    slow: "Slow",
    step: "Step",
    freeHint: "Programs run as fast as they can.",
    slowHint: "Each program waits before each of its calls.",
    stepHint: "Each program waits before each of its calls for “next”.",
    pause: "Pause before each call",
    next: "Next",
    nextHint: "Let the next call pass the gate",
    nextOf: (who: string) => `Next call of ${who}`,
    nobody: "No call is waiting at the gate now.",
    standing: (count: number) =>
      count === 1 ? "1 call is waiting at the gate" : `${count} calls are waiting at the gate`,
  },
  breakpoints: {
    title: "Breakpoints",
    button: (count: number) => (count === 0 ? "Breakpoints" : `Breakpoints: ${count}`),
    hint: "The program really stops there, and the system goes on: bytes still arrive.",
    whose: "Program",
    anybody: "any program",
    when: "Stops",
    on: {
      call: "before a call",
      return: "before a call returns",
      "end-of-stream": "when recv is about to return no bytes",
      error: "when a call is about to fail",
    },
    verb: "Call",
    nth: "Which one from now on",
    each: "each",
    errno: "Error",
    anyError: "any",
    set: "Set breakpoint",
    list: "Breakpoints that are set",
    here: (who: string) => `${who} stands here`,
    stopped: (who: string, id: number) => `${who} stands at breakpoint ${id}.`,
    removeOf: (id: number) => `Remove breakpoint ${id}`,
  },
  /** In the menu of a card, and on it. */
  ofCard: {
    runs: "How it runs",
    free: "Free",
    slow: (pause: string) => `Slow: ${pause} before each call`,
    step: "Step by step",
    own: { free: "free", slow: "slow", step: "step" },
    ownHint: "This program has a gate of its own.",
    alike: (count: number) => `All ${count} like this run`,
    allRun: "How they run",
    nextOfEach: (count: number) =>
      count === 1 ? "Next call of the one" : `Next call of each (${count})`,
    stops: "Stop it",
    atEnd: "When recv is about to return no bytes",
    atError: "When a call is about to fail",
    more: "Before a call…",
  },
  link: {
    chip: (name: string) => `Network: ${name}`,
    title: "Network conditions",
    hint: "Faults are real: the playground holds or drops the bytes before it gives them to the system.",
    presets: "Ready-made",
    perfect: "loopback",
    wifi: "slow Wi-Fi",
    bad: "bad link",
    own: "own conditions",
    some: "some connections",
    scope: "Holds for",
    stage: "the whole stage",
    pair: (a: string, b: string) => `${a} and ${b}`,
    direction: (from: string, to: string) => `${from} → ${to}`,
    latency: "Latency",
    jitter: "Jitter",
    bandwidth: "Bandwidth",
    slice: "Pieces of about",
    loss: "Loss",
    duplicate: "Duplicates",
    reorder: "Reordered",
    maxDatagram: "Longest datagram",
    resetAfter: "Reset after",
    blackHole: "Black hole: nothing passes",
    unlimited: "no limit",
    never: "never",
    seed: "Seed",
    seedHint: "The same seed and the same calls meet the same faults.",
    again: "Begin anew",
    remove: "Remove",
    others: "Also set",
  },
};
