import { type KeyboardEvent, type ReactNode, useId, useSyncExternalStore } from "react";
import { useText } from "../../i18n/index.ts";
import { Button } from "../../parts/button.tsx";
import { getTrace, type InspectorTab, mayAct, opening, store, useApp } from "../../store/index.ts";
import { ActorSheet } from "./actor-sheet.tsx";
import { BytesSheet } from "./bytes-sheet.tsx";
import { CallSheet } from "./call-sheet.tsx";
import { carriedBy } from "./carried.ts";
import { EventSheet, SegmentSheet } from "./event-sheet.tsx";
import { ActorBytes } from "./socket-bytes.tsx";
import { atPlayhead, type Subject, subjectOf } from "./subject.ts";
import "./inspector.css";

const TABS: readonly InspectorTab[] = ["call", "bytes", "code"];

/**
 * Explains what is selected, or else what happened last before the playhead.
 * @param props.code what the tab with the programs' code shows
 */
export function Inspector({ code }: { readonly code: ReactNode }) {
  const text = useText().inspector;
  const tab = useApp((state) => state.inspectorTab);
  const { setInspectorTab: setTab } = store.getState();
  const id = useId();
  useApp((state) => state.revision);
  const step = useApp((state) => state.step);
  const selection = useApp((state) => state.selection);
  const subject = subjectOf(getTrace(), selection, step);
  const walk = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    event.preventDefault();
    const by = event.key === "ArrowLeft" ? -1 : 1;
    const other = TABS.at((TABS.indexOf(tab) + by) % TABS.length) ?? tab;
    setTab(other);
    document.getElementById(`${id}-${other}`)?.focus();
  };
  return (
    <>
      <div className="tabs" role="tablist" onKeyDown={walk}>
        {TABS.map((one) => (
          <button
            key={one}
            id={`${id}-${one}`}
            type="button"
            role="tab"
            aria-selected={one === tab}
            aria-controls={`${id}-panel`}
            tabIndex={one === tab ? 0 : -1}
            onClick={() => setTab(one)}
          >
            {text.tabs[one]}
          </button>
        ))}
      </div>
      <div
        className="sheet"
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${tab}`}
        tabIndex={-1}
      >
        {selection !== null && (selection.kind === "actor" || !atPlayhead(subject, step)) && (
          <p className="selected-elsewhere">
            {selection.kind !== "actor" && text.selected}
            <Button looks="quiet" onClick={() => store.getState().select(null)}>
              {text.letGo}
            </Button>
          </p>
        )}
        {tab === "code" ? code : <Sheet subject={subject} tab={tab} step={step} />}
      </div>
    </>
  );
}

/** Nothing is said before it is known: a long session that is being opened is not an empty one. */
function Nothing() {
  const text = useText().inspector;
  const may = useApp(mayAct);
  const opens = useSyncExternalStore(opening.subscribe, () => opening.read() !== null);
  if (opens) return null;
  return <p className="means">{may ? text.nothing : text.nothingToSee}</p>;
}

function Sheet(props: {
  readonly subject: Subject;
  readonly tab: "call" | "bytes";
  readonly step: number;
}) {
  const { subject, tab, step } = props;
  const trace = getTrace();
  if (subject.kind === "nothing") return <Nothing />;
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
