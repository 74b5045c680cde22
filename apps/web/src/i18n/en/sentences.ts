/** One step in words, for those who listen instead of looking. */
export const sentences = {
  calls: (who: string, call: string) => `${who} calls ${call}.`,
  sleeps: (who: string, call: string) => `${who} calls ${call} and waits.`,
  returns: (who: string, verb: string, result: string) =>
    result === "" ? `${verb} returns to ${who}.` : `${verb} returns ${result} to ${who}.`,
  fails: (who: string, call: string, errno: string) => `${who}: ${call} fails with ${errno}.`,
  /** `when`: by now, and between which times; null where nothing else lies between them. */
  segment: (flags: string, from: string, to: string, truth: string, when: string | null) =>
    `${flags} from ${from} to ${to}, ${truth}${when === null ? "" : `, ${when}`}.`,
  about: (who: string, said: string) => `${who}: ${said}`,
  somebody: "somebody",
  added: (who: string) => `${who} appears.`,
  printed: (who: string, said: string) => `${who} prints: ${said}`,
  ended: (who: string, how: string) => `${who} ${how}.`,
  removed: (who: string) => `${who} is taken off the stage.`,
  knownThere: (who: string) =>
    `${who} is a process of the machine that runs Sockscope; which one is shown only there.`,
  known: (who: string, process: string, pid: number) => `${who} is ${process}, process ${pid}.`,
  named: (who: string, address: string) => `${who} gets the address ${address} from the system.`,
  queued: (who: string, peer: string) => `A connection from ${peer} waits at ${who}.`,
  arrived: (who: string, size: string, from: string) =>
    `A datagram of ${size} from ${from} waits at ${who}.`,
  dropped: (who: string, count: number, size: string, from: string) =>
    `Our queue for ${who} has no room: ${count} × ${size} from ${from} dropped.`,
  kernel: (who: string, row: string) => `The kernel says of a socket of ${who}: ${row}.`,
  peerKnown: (who: string, other: string) => `The other end of a socket of ${who} is ${other}.`,
  closed: (who: string) => `The system closes a socket of ${who}.`,
  began: "The session begins.",
};
