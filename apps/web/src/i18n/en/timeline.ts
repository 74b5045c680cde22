/** What the timeline says. */
export const timeline = {
  title: "Timeline",
  view: "Layout",
  ladder: "Ladder",
  lanes: "Lanes",
  list: "List",
  scale: "Time scale",
  even: "Even steps",
  real: "Real time",
  zoom: "Zoom",
  zoomIn: "Zoom in",
  zoomOut: "Zoom out",
  zoomFit: "Fit all",
  truths: "Line styles",
  ribbon: {
    label: "Bytes of both directions",
    show: "Show where the bytes are (B)",
    none: "Where the bytes of a TCP conversation are, once there is one.",
    /** `lost` is empty if nothing is. */
    says: (underWay: string, lost: string, waiting: string, read: string) =>
      `${underWay} under way · ${lost === "" ? "" : `${lost} lost · `}${waiting} waiting · ${read} read`,
    /** Of a receiver that nobody sees here. */
    unseen: (underWay: string, lost: string, arrived: string) =>
      `${underWay} under way · ${lost === "" ? "" : `${lost} lost · `}${arrived} arrived`,
  },
  save: {
    label: "Save",
    svg: "What is in sight, as SVG",
    png: "What is in sight, as PNG",
    svgAll: "All of it, as SVG",
    pngAll: "All of it, as PNG",
    stills: "Stills of the steps, for slides…",
  },
  filter: {
    label: "Filter the timeline",
    placeholder: "Filter  (/)",
    hint: 'Client 1 -> Server · recv · error · inferred · -kernel · >100 · :8888 · "text" (in the first 4 KiB of a call)',
    count: (at: number, found: number) => (at === 0 ? `${found}` : `${at} / ${found}`),
    next: "Next match (M)",
    previous: "Previous match (Shift+M)",
  },
  range: {
    mark: {
      from: "Choose steps from the playhead on ([)",
      to: "Choose steps up to the playhead (])",
    },
    marks: "Marks",
    label: "Chosen steps",
    steps: (count: number) => (count === 1 ? "1 step" : `${count} steps`),
    bytes: (sent: string, read: string) => `${sent} sent, ${read} read`,
    loop: "Loop (O)",
    fit: "Zoom in (F)",
    clear: "Choose nothing",
  },
  picture: (step: number, steps: number) =>
    `Timeline, step ${step} of ${steps}. The list shows the same as text. Arrow keys: one step; plus, minus and 0: zoom.`,
  asleep: (verb: string) => `blocked in ${verb}`,
  letters: { server: "S", client: "C", outsider: "X" },
  appears: "appears",
  removed: "taken off the stage",
  known: (process: string | null) => `is ${process ?? "a process of that machine"}`,
  ended: { returned: "ends", stopped: "stopped", failed: "failed", left: "is gone" },
  timedOut: (errno: string) => `timed out (${errno})`,
  printed: (text: string) => `prints “${text}”`,
  queued: (port: string) => `${port} waits to be accepted`,
  named: (port: string) => `gets port ${port}`,
  arrived: (size: string) => `datagram of ${size} waits`,
  dropped: (count: number, size: string) =>
    `dropped, no room: ${count === 1 ? "" : `${count} × `}${size}`,
  closedBySystem: "closed by the system",
  /** What a reading of the kernel's tables says that the one before did not. */
  kernel: {
    says: (news: string) => `kernel: ${news}`,
    gone: "gone",
    same: "as before",
    orphan: "no program has it",
    nobody: "nobody is bound where it sends",
    somebody: "somebody is bound where it sends",
    unread: (size: string) => `${size} unread`,
    unacknowledged: (size: string) => `${size} unacknowledged`,
    sendQueue: (size: string) => `Send-Q ${size}`,
    receiveQueue: (size: string) => `Recv-Q ${size}`,
    again: (times: number) => `sent again ${times}×`,
    drops: (count: number) => `${count} dropped`,
    waiting: (count: number) => `${count} in the accept queue`,
    otherEnd: (said: string) => `other end ${said}`,
  },
  /** Of what nobody saw: it has happened before the row that tells of it. */
  byNow: (flight: string) => `${flight} · by now`,
  between: (from: string, to: string) => `by now; between ${from} and ${to}`,
  struck: (flight: string, by: number) => `${flight} · corrected in step ${by}`,
  corrects: (steps: string) => `corrects step ${steps}`,
  correctedIn: (step: number) => `corrected in step ${step}`,
  unseenAlone: "not seen from here",
  unseen: (flight: string) => `${flight} · not seen from here`,
  /** The state of an end that its program has closed. */
  phaseNotYet: "not seen yet",
  phaseNotHere: "not seen from here",
  peerKnown: (who: string) => `the other end is ${who}`,
  /** More than there is room for beside one lifeline. */
  folded: (rows: number) => `… ${rows} rows …`,
  moreSockets: (count: number) => `+${count} more ${count === 1 ? "socket" : "sockets"}`,
  unread: (size: string) => `${size} unread`,
  least: (size: string) => `≥ ${size}`,
  datagramsWait: (count: number) => (count === 1 ? "1 datagram waits" : `${count} datagrams wait`),
  inQueue: (count: number, kernel: boolean) =>
    `${count} in the ${kernel ? "kernel's queue, inferred" : "queue"}`,
  gapBetween: (step: number, next: number) => `the true time from step ${step} to step ${next}`,
  counted: (steps: number, failed: boolean) =>
    `${steps} ${steps === 1 ? "step" : "steps"} here${failed ? ", with failures" : ""}`,
  dense: (steps: string) =>
    `${steps} steps in sight: counts instead of arrows. Zoom in to see each.`,
  someArrows: (drawn: number, all: string) =>
    `${all} arrows in sight: only the newest ${drawn} are drawn.`,
  labBegan: "the session begins",
  empty: "Nothing has happened yet.",
  columns: {
    step: "Step",
    time: "Time",
    who: "Who",
    what: "What",
    more: "Bytes, and what waits",
    truth: "Truth",
  },
  /** What the list says of a step beyond the call itself. */
  more: {
    to: (who: string) => `to ${who}`,
    from: (who: string) => `from ${who}`,
    sentIn: (said: string, steps: string) => `${said}, sent in step ${steps}`,
    at: (waits: string, who: string) => `${waits} at ${who}`,
  },
};

/** Pictures of steps for slides. */
export const stills = {
  title: "Stills for slides",
  hint: "One picture for each step, as it looks when presenting: a ZIP of PNGs with a list of their sentences.",
  first: "First step",
  last: "Last step",
  leaveOut: "Leave out acknowledgements and the like",
  progress: (done: number, count: number) => `${done} of ${count}`,
  failed: "This browser cannot make a picture of a page.",
  tooMany: (most: number) => `At most ${most} pictures at once.`,
  cancel: "Cancel",
  make: (count: number) => (count === 1 ? "Make 1 picture" : `Make ${count} pictures`),
};
