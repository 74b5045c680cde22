/** How a server serves several clients (`make` in events and commands). */
export type Concurrency = "one-at-a-time" | "threads" | "event-loop";

/** One program of the catalogue, as plain data that the page can read too. */
export interface ProgramInfo {
  readonly id: string;
  readonly role: "server" | "client";
  readonly type: "SOCK_STREAM" | "SOCK_DGRAM";
  /** The default port of a server, and of its client. */
  readonly port: number;
  /** A person chooses each of its calls. */
  readonly byHand: boolean;
  /** The kinds of concurrency of a server, the default first. Empty for a program without connections. */
  readonly concurrency: readonly Concurrency[];
}

const tcp = { type: "SOCK_STREAM", byHand: false, concurrency: [] } as const;
const udp = { type: "SOCK_DGRAM", port: 9999, byHand: false, concurrency: [] } as const;
const oneFirst = { concurrency: ["one-at-a-time", "threads", "event-loop"] } as const;
const loopFirst = { concurrency: ["event-loop", "threads", "one-at-a-time"] } as const;

/** The catalogue, in the order in which a palette lists it. */
export const PROGRAMS = [
  { id: "welcome-server", role: "server", ...tcp, port: 8888, ...oneFirst },
  { id: "echo-server", role: "server", ...tcp, port: 8888, ...loopFirst },
  { id: "upper-server", role: "server", ...tcp, port: 8888, ...loopFirst },
  { id: "time-server", role: "server", ...tcp, port: 8013, ...loopFirst },
  { id: "chat-server", role: "server", ...tcp, port: 8000, ...loopFirst },
  { id: "file-server", role: "server", ...tcp, port: 8021, ...loopFirst },
  { id: "http-server", role: "server", ...tcp, port: 8080, ...loopFirst },
  { id: "upload-server", role: "server", ...tcp, port: 8022 },
  { id: "udp-echo-server", role: "server", ...udp },
  { id: "welcome-client", role: "client", ...tcp, port: 8888 },
  { id: "hello-client", role: "client", ...tcp, port: 8888 },
  { id: "upper-client", role: "client", ...tcp, port: 8888 },
  { id: "time-client", role: "client", ...tcp, port: 8013 },
  { id: "chat-client", role: "client", ...tcp, port: 8000 },
  { id: "file-client", role: "client", ...tcp, port: 8021 },
  { id: "upload-client", role: "client", ...tcp, port: 8022 },
  { id: "http-client", role: "client", ...tcp, port: 8080 },
  { id: "crawler", role: "client", ...tcp, port: 8080 },
  { id: "fetch-client", role: "client", ...tcp, port: 8080 },
  { id: "talker", role: "client", ...tcp, port: 8888 },
  { id: "slow-reader", role: "client", ...tcp, port: 8080 },
  { id: "flooder", role: "client", ...tcp, port: 8888 },
  { id: "vanisher", role: "client", ...tcp, port: 8888 },
  { id: "options-client", role: "client", ...tcp, port: 8888 },
  { id: "udp-client", role: "client", ...udp },
  { id: "udp-connected-client", role: "client", ...udp },
  { id: "udp-burst-client", role: "client", ...udp },
  { id: "tcp-hand-client", role: "client", ...tcp, port: 8888, byHand: true },
  { id: "udp-hand-client", role: "client", ...udp, byHand: true },
  { id: "tcp-hand-server", role: "server", ...tcp, port: 8888, byHand: true },
  { id: "udp-hand-server", role: "server", ...udp, byHand: true },
  { id: "fixed-reader", role: "server", ...tcp, port: 8888 },
  { id: "line-reader", role: "server", ...tcp, port: 8888 },
  { id: "length-reader", role: "server", ...tcp, port: 8888 },
  { id: "until-close-reader", role: "server", ...tcp, port: 8888 },
] as const satisfies readonly ProgramInfo[];

export type ProgramId = (typeof PROGRAMS)[number]["id"];

/** Undefined for an id that is not in the catalogue. */
export function programInfo(id: string): (ProgramInfo & { readonly id: ProgramId }) | undefined {
  return PROGRAMS.find((program) => program.id === id);
}
