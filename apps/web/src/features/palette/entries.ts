import { type ProgramId, programInfo } from "@sockscope/programs/ids";

const SERVERS = [
  "welcome-server",
  "echo-server",
  "upper-server",
  "time-server",
  "chat-server",
  "file-server",
  "http-server",
  "upload-server",
  "tcp-hand-server",
  "fixed-reader",
  "line-reader",
  "length-reader",
  "until-close-reader",
] as const;

const CLIENTS = [
  "tcp-hand-client",
  "welcome-client",
  "upper-client",
  "time-client",
  "chat-client",
  "file-client",
  "upload-client",
  "http-client",
  "crawler",
  "fetch-client",
  "talker",
  "slow-reader",
  "flooder",
  "vanisher",
  "options-client",
] as const;

const MANY = ["hello-client", "chat-client", "file-client", "slow-reader"] as const;

/** What the palette offers, and which programs stand behind each offer. */
export const ENTRIES = [
  { id: "tcp-server", programs: SERVERS, counts: [1] },
  { id: "tcp-client", programs: CLIENTS, counts: [1] },
  { id: "udp-server", programs: ["udp-echo-server", "udp-hand-server"], counts: [1] },
  {
    id: "udp-client",
    programs: ["udp-hand-client", "udp-client", "udp-connected-client", "udp-burst-client"],
    counts: [1],
  },
  { id: "many-clients", programs: MANY, counts: [10, 100, 1000] },
] as const satisfies readonly {
  readonly id: string;
  readonly programs: readonly [ProgramId, ...ProgramId[]];
  /** How many at once; the first is proposed. */
  readonly counts: readonly [number, ...number[]];
}[];

export type Entry = (typeof ENTRIES)[number];
export type EntryId = Entry["id"];

/** The catalogue's entry of a program that the palette names. */
export function infoOf(program: ProgramId): NonNullable<ReturnType<typeof programInfo>> {
  const info = programInfo(program);
  if (info === undefined) throw new Error(`${program} is not in the catalogue`);
  return info;
}
