import {
  type Call,
  type Flight,
  isStruck,
  isUnseen,
  payloadPrefix,
  type Row,
  type Step,
  sizeText,
  timelineIndex,
} from "@sockscope/trace";
import { actorName, type Dictionary, previewText, whenAmongOthers } from "../../../i18n/index.ts";
import { getTrace } from "../../../store/index.ts";

/**
 * What the picture tells of a step beyond its line: how certain it is, the bytes, who else has part in it,
 * what waits. `now`: so many steps are known, by the playhead.
 */
export function stepMore(step: Step, text: Dictionary, now: number): string {
  const call = callOf(step);
  const flights = call === undefined ? cameIn(step) : getTrace().flightsOf(call.id);
  const details = [
    ...(call === undefined ? [] : [sentBy(step, call, flights, text)]),
    ...(call === undefined ? [] : [consumedText(step, call, flights, text)]),
    ...waits(step, flights, text),
    ...certainty(step, flights, text, now),
  ];
  return details.filter((one) => one !== null).join(" · ");
}

/** When it can have happened, which step says that it never did, and which ones this one corrects. */
function certainty(
  step: Step,
  flights: readonly Flight[],
  text: Dictionary,
  now: number,
): readonly string[] {
  const trace = getTrace();
  const { timeline } = text;
  const departed = flights.filter(({ startStep }) => startStep === step.index);
  const own = step.kind === "segment" ? [step.flight] : departed;
  const details = new Set<string>();
  for (const flight of own) {
    const when = whenAmongOthers(text, trace, flight);
    if (when !== null) details.add(when);
    if (isUnseen(flight, now)) details.add(timeline.unseenAlone);
    if (isStruck(flight, now) && flight.replacedStep !== null)
      details.add(timeline.correctedIn(flight.replacedStep + 1));
  }
  const { flights: all } = trace.columns;
  const struck = step.kind === "segment" ? [] : all.replacedAt(step.index);
  if (struck.length > 0)
    details.add(timeline.corrects(struck.map((id) => all.starts.at(id) + 1).join(", ")));
  return [...details];
}

/** What a reading of the kernel shows to have come. */
function cameIn(step: Step): readonly Flight[] {
  if (step.kind === "segment" || step.event.kind !== "kernel.read") return [];
  const { flights } = timelineIndex(getTrace()).flightsIn(step.index, step.index + 1);
  return flights.filter(
    ({ startStep, cargo }) => startStep === step.index && cargo.kind === "stream",
  );
}

function callOf(step: Step): Call | undefined {
  if (step.kind === "segment") return undefined;
  const { event } = step;
  const isCall = event.kind === "call.began" || event.kind === "call.ended";
  return isCall ? getTrace().calls.get(event.call) : undefined;
}

/** In the step in which it leaves: `“hello” to Welcome server`. */
function sentBy(
  step: Step,
  { id, args, beganStep }: Call,
  flights: readonly Flight[],
  text: Dictionary,
): string | null {
  if (args.payload === undefined || beganStep !== step.index) return null;
  const to = flights.filter(({ sentBy, unsent }) => sentBy === id && !unsent);
  return bytesAnd(payloadPrefix(args.payload), text.timeline.more.to, to, "to", text);
}

/** In the step in which it was read: `“hello” from Client 1, sent in step 12`. */
function consumedText(
  step: Step,
  { id, result, endedStep }: Call,
  flights: readonly Flight[],
  text: Dictionary,
): string | null {
  if (result?.payload === undefined || endedStep !== step.index) return null;
  const from = flights.filter(({ consumedBy }) => consumedBy === id);
  const sends = from.flatMap(({ sentBy }) => (sentBy === null ? [] : [sentBy]));
  const steps = [...new Set(sends)].flatMap((send) => {
    const began = getTrace().calls.get(send)?.beganStep;
    return began === undefined ? [] : [began + 1];
  });
  const { more } = text.timeline;
  const details = bytesAnd(payloadPrefix(result.payload), more.from, from, "from", text);
  return steps.length === 0 ? details : more.sentIn(details ?? "", steps.join(", "));
}

function bytesAnd(
  prefix: Uint8Array,
  say: (who: string) => string,
  flights: readonly Flight[],
  side: "from" | "to",
  text: Dictionary,
): string | null {
  const preview = previewText(prefix);
  const ids = new Set(flights.flatMap((flight) => flight[side]?.actor ?? []));
  const names = [...ids].flatMap((id) => {
    const actor = getTrace().actor(id);
    return actor === undefined ? [] : [actorName(text, actor)];
  });
  const parts = [
    preview === "" ? "" : `“${preview}”`,
    names.length === 0 ? "" : say(names.join(", ")),
  ];
  return parts.every((part) => part === "") ? null : parts.filter((part) => part !== "").join(" ");
}

/** What waits to be read or to be accepted, where this step has changed it. */
function waits(step: Step, flights: readonly Flight[], text: Dictionary): readonly string[] {
  const index = timelineIndex(getTrace());
  const own = index.rowOfStep(step);
  const rows = new Set<Row>(own === undefined ? [] : [own]);
  for (const { to } of flights) {
    const row = to?.socket == null ? undefined : index.rowOf(to.socket);
    if (row !== undefined) rows.add(row);
  }
  const { timeline } = text;
  const at = step.index;
  return [...rows].flatMap((row) => {
    const whose = (details: string) =>
      row === own ? details : timeline.more.at(details, actorName(text, row.actor));
    const [unread, queued] = [row.tracks.unread, row.tracks.queue].map((track) =>
      track.at(at) === track.at(at - 1) ? 0 : track.at(at),
    );
    const details: string[] = [];
    if (unread !== undefined && unread > 0)
      details.push(
        whose(
          row.actor.type === "SOCK_DGRAM"
            ? timeline.datagramsWait(unread)
            : timeline.unread(
                row.isMinimumAt(at) ? timeline.least(sizeText(unread)) : sizeText(unread),
              ),
        ),
      );
    if (queued !== undefined && queued > 0)
      details.push(whose(timeline.inQueue(queued, row.kernelQueue)));
    return details;
  });
}
