import { type ProgramId, programInfo } from "@sockscope/programs/ids";

/** What the palette offers, and which programs stand behind each offer. */
export const ENTRIES = [
  { id: "tcp-server", programs: ["welcome-server", "echo-server"], count: 1 },
  { id: "tcp-client", programs: ["tcp-hand-client", "welcome-client"], count: 1 },
  { id: "udp-server", programs: ["udp-echo-server"], count: 1 },
  { id: "udp-client", programs: ["udp-hand-client", "udp-client"], count: 1 },
  { id: "ten-clients", programs: ["hello-client"], count: 10 },
] as const satisfies readonly {
  readonly id: string;
  readonly programs: readonly [ProgramId, ...ProgramId[]];
  readonly count: number;
}[];

export type Entry = (typeof ENTRIES)[number];
export type EntryId = Entry["id"];

/** The catalogue's entry of a program that the palette names. */
export function infoOf(program: ProgramId): NonNullable<ReturnType<typeof programInfo>> {
  const info = programInfo(program);
  if (info === undefined) throw new Error(`${program} is not in the catalogue`);
  return info;
}
