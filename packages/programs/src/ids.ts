/** One program of the catalogue, as plain data that the page can read too. */
export interface ProgramInfo {
  readonly id: string;
  readonly role: "server" | "client";
  readonly type: "SOCK_STREAM" | "SOCK_DGRAM";
  /** Where a server listens, and where a client expects it. */
  readonly port: number;
  /** Waits for a person to say which call comes next. */
  readonly byHand: boolean;
}

const TCP_PORT = 8888;
const UDP_PORT = 9999;

const tcp = { type: "SOCK_STREAM", port: TCP_PORT, byHand: false } as const;
const udp = { type: "SOCK_DGRAM", port: UDP_PORT, byHand: false } as const;

/** The catalogue, in the order in which a palette lists it. */
export const PROGRAMS = [
  { id: "welcome-server", role: "server", ...tcp },
  { id: "echo-server", role: "server", ...tcp },
  { id: "udp-echo-server", role: "server", ...udp },
  { id: "welcome-client", role: "client", ...tcp },
  { id: "hello-client", role: "client", ...tcp },
  { id: "udp-client", role: "client", ...udp },
  { id: "tcp-hand-client", role: "client", ...tcp, byHand: true },
  { id: "udp-hand-client", role: "client", ...udp, byHand: true },
] as const satisfies readonly ProgramInfo[];

export type ProgramId = (typeof PROGRAMS)[number]["id"];

/** Undefined for an id that is not in the catalogue. */
export function programInfo(id: string): (ProgramInfo & { readonly id: ProgramId }) | undefined {
  return PROGRAMS.find((program) => program.id === id);
}
