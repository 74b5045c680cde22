import { useText } from "../../i18n/index.ts";
import { getTrace } from "../../store/index.ts";
import { carriedBy } from "./bytes/carried-bytes.ts";
import { ActorSheet } from "./sheets/actor-sheet.tsx";
import { BytesSheet } from "./sheets/bytes-sheet.tsx";
import { CallSheet } from "./sheets/call-sheet.tsx";
import { EventSheet, SegmentSheet } from "./sheets/event-sheet.tsx";
import { ActorBytes } from "./sheets/socket-bytes.tsx";
import type { Subject } from "./subject.ts";

/** What there is to say of a subject, after so many steps. */
export function Sheet(props: {
  readonly subject: Exclude<Subject, { kind: "nothing" }>;
  readonly tab: "call" | "bytes";
  readonly step: number;
}) {
  const { subject, tab, step } = props;
  const trace = getTrace();
  if (tab === "bytes") {
    if (subject.kind === "actor") return <ActorBytes trace={trace} actor={subject.actor} />;
    const call = subject.kind === "call" ? subject.call : null;
    return <BytesSheet carried={call === null ? null : carriedBy(trace, call, step)} />;
  }
  switch (subject.kind) {
    case "call":
      return (
        <CallSheet trace={trace} call={subject.call} steps={step}>
          <CallBytes subject={subject} step={step} />
        </CallSheet>
      );
    case "segment":
      return <SegmentSheet trace={trace} flight={subject.flight} step={subject.step} now={step} />;
    case "event":
      return <EventSheet trace={trace} event={subject.event} step={subject.step} />;
    case "actor":
      return <ActorSheet actor={subject.actor} />;
    default:
      return subject satisfies never;
  }
}

/** The first bytes right under the call, where there are any: that is what most people look for. */
function CallBytes(props: {
  readonly subject: Extract<Subject, { kind: "call" }>;
  readonly step: number;
}) {
  const text = useText().inspector;
  const carried = carriedBy(getTrace(), props.subject.call, props.step);
  if (carried === null || carried === "later" || carried.length === 0) return null;
  return (
    <section className="call-bytes">
      <h3>{text.bytes.title}</h3>
      <BytesSheet brief carried={carried} />
    </section>
  );
}
