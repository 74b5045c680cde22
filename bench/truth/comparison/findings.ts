/** `wrong`: it was not so. `misleading`: it was so at another time. `missing`: it was, and is not drawn. */
export const LEVELS = ["wrong", "misleading", "missing"] as const;
export type Level = (typeof LEVELS)[number];

export type Check =
  | "kind"
  | "time"
  | "order"
  | "segment"
  | "bytes"
  | "phase"
  | "unread"
  | "queue"
  | "sent"
  | "datagram"
  | "outsider"
  | "result";

export interface Finding {
  readonly level: Level;
  readonly check: Check;
  /** Both endpoints, or what else it is about. */
  readonly where: string;
  readonly what: string;
}

/** How much was compared, so that "no finding" says something. */
export interface Counts {
  segments: number;
  wrongKind: number;
  timed: number;
  offTime: number;
  pairs: number;
  disordered: number;
  captured: Record<"SYN" | "FIN" | "RST" | "SYN,ACK", number>;
  drawn: Record<"SYN" | "FIN" | "RST" | "SYN,ACK", number>;
  capturedBytes: number;
  drawnBytes: number;
  states: number;
  equal: number;
  unknown: number;
  contradicted: number;
}

export const noCounts = (): Counts => ({
  segments: 0,
  wrongKind: 0,
  timed: 0,
  offTime: 0,
  pairs: 0,
  disordered: 0,
  captured: { SYN: 0, FIN: 0, RST: 0, "SYN,ACK": 0 },
  drawn: { SYN: 0, FIN: 0, RST: 0, "SYN,ACK": 0 },
  capturedBytes: 0,
  drawnBytes: 0,
  states: 0,
  equal: 0,
  unknown: 0,
  contradicted: 0,
});

export function addCounts(sum: Counts, more: Counts): void {
  for (const key of Object.keys(more) as (keyof Counts)[]) {
    if (key === "captured" || key === "drawn")
      for (const kind of ["SYN", "FIN", "RST", "SYN,ACK"] as const)
        sum[key][kind] += more[key][kind];
    else sum[key] += more[key];
  }
}
