import type { Flight } from "../types/flight.ts";

/** What a colour means; a theme says which colour that is. */
export type Tone =
  | "ink"
  | "ink-2"
  | "ink-3"
  | "line"
  | "line-2"
  | "panel"
  | "setup"
  | "data"
  | "data-2"
  | "ack"
  | "close"
  | "error"
  | "udp"
  | "inject"
  | "sel"
  | "wash-setup"
  | "wash-data"
  | "wash-data2"
  | "wash-error";

/** The hue of an arrow: what it means, and for data which way it goes. */
export function flightTone(flight: Flight, fromServer: boolean): Tone {
  switch (flight.cargo.kind) {
    case "stream":
      return fromServer ? "data-2" : "data";
    case "datagram":
      return "udp";
    case "segment":
      switch (flight.cargo.flags) {
        case "SYN":
        case "SYN,ACK":
          return "setup";
        case "ACK":
          return "ack";
        case "FIN":
          return "close";
        case "RST":
          return "error";
        default:
          return flight.cargo.flags satisfies never;
      }
    default:
      return flight.cargo satisfies never;
  }
}
