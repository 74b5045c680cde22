import { type KeyboardEvent, type ReactNode, useId, useSyncExternalStore } from "react";
import { useText } from "../../i18n/index.ts";
import { Button } from "../../parts/controls/button.tsx";
import { deferred } from "../../parts/deferred.tsx";
import { type InspectorTab, mayAct, opening, store, useApp, useTrace } from "../../store/index.ts";
import { atPlayhead, subjectOf } from "./subject.ts";
import "./inspector.css";

/** The first picture has nothing to explain. */
const { Part: Sheet } = deferred(async () => (await import("./sheet.tsx")).Sheet);

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
  const trace = useTrace();
  const step = useApp((state) => state.step);
  const selection = useApp((state) => state.selection);
  const subject = subjectOf(trace, selection, step);
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
            <Button variant="quiet" onClick={() => store.getState().select(null)}>
              {text.letGo}
            </Button>
          </p>
        )}
        {tab === "code" ? (
          code
        ) : subject.kind === "nothing" ? (
          <Nothing />
        ) : (
          <Sheet subject={subject} tab={tab} step={step} />
        )}
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
