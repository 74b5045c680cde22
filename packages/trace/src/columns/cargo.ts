import type { Payload } from "@sockscope/protocol";
import type { Cargo } from "../types/flight.ts";
import { type FlightColumns, NONE, SEGMENT, STREAM } from "./flight-columns.ts";
import { payloadPrefixSlice } from "./payload-prefix.ts";

/** What a flight carries. Its recorded bytes are read when `kept` is read. */
export function cargoOf(flights: FlightColumns, id: number): Cargo {
  const length = flights.lengthOf(id);
  switch (flights.kindOf(id)) {
    case SEGMENT:
      return { kind: "segment", flags: flights.flagsOf(id) };
    case STREAM: {
      const offset = flights.offsetOf(id);
      return {
        ...{ kind: "stream", offset, length },
        get prefix() {
          const { payload, offset: begins } = payloadOf(flights, id);
          return payloadPrefixSlice(payload, offset - begins, length);
        },
      };
    }
    default:
      return {
        ...{ kind: "datagram", length },
        get prefix() {
          return payloadPrefixSlice(payloadOf(flights, id).payload, 0, length);
        },
      };
  }
}

/** The payload of which a flight is a part: of the call that sent it, or else of the one that took it. */
function payloadOf(
  flights: FlightColumns,
  id: number,
): { payload: Payload | undefined; offset: number } {
  const { calls } = flights;
  const sent = flights.sentBy(id);
  if (sent !== null) {
    const slot = calls.slotOf(sent);
    const args = slot < 0 ? undefined : calls.beganEvent(slot).args;
    return { payload: args?.payload, offset: args?.offset ?? 0 };
  }
  const consumer = flights.consumedBy(id);
  const slot = consumer === null ? NONE : calls.slotOf(consumer);
  const result = slot < 0 ? undefined : calls.endedEvent(slot)?.result;
  return { payload: result?.payload, offset: result?.offset ?? flights.offsetOf(id) };
}
