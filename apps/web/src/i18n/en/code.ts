/** The words beside the programs' code. */
export const code = {
  choose: "Languages",
  shown: { both: "Both", typescript: "TypeScript", python: "Python" },
  languages: { typescript: "TypeScript", python: "Python" },
  runs: "runs here",
  same: "the same program",
  nothing: "Nothing has run yet. The code of the program that acts is shown here.",
  outsider:
    "An outside program: its code is not known here. Only what its peer on the stage and the system report is known.",
  byHand: "Which call comes next is said by hand.",
  follow: "Follow",
  whoActs: "whoever acts",
  mainLoop: "the accept loop",
  conversation: (peer: string) => `the conversation with ${peer}`,
  notYet: "No call made yet.",
  over: "The program is over.",
  states: {
    gate: (verb: string) => `Waiting at the gate: ${verb} has not begun.`,
    held: (verb: string) => `${verb} has its outcome: it is stopped just before it returns.`,
    inside: (verb: string) => `Asleep in ${verb}: it has not returned.`,
    returned: (verb: string) => `${verb} has returned.`,
    failed: (verb: string) => `${verb} has failed.`,
  },
  line: (line: number, file: string) => `Line ${line} of ${file} (observed).`,
  unknown: "From which line was not looked up: that is left out when calls come too fast.",
  blocked: "blocked",
  marks: { gate: "at the gate", held: "before it returns", returned: "returned", failed: "failed" },
};
