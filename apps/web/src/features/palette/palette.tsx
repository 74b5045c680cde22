import { useRef, useState } from "react";
import { useText } from "../../i18n/index.ts";
import { Button } from "../../parts/controls/button.tsx";
import { ProblemLine } from "../../parts/controls/field.tsx";
import { Icon } from "../../parts/icons.tsx";
import { run, useApp, useLiveStage } from "../../store/index.ts";
import { AddForm } from "./add-form.tsx";
import { ENTRIES, type EntryId } from "./entries.ts";
import "./palette.css";

/** What can be put on the stage. While a lesson is open it makes room for that. */
export function Palette() {
  const text = useText();
  const [open, setOpen] = useState<EntryId | null>(null);
  const inLesson = useApp(({ lesson }) => lesson !== null && lesson.mode !== "free");
  const [unfolded, setUnfolded] = useState(false);
  const buttons = useRef(new Map<EntryId, HTMLButtonElement>());
  const entry = ENTRIES.find(({ id }) => id === open);
  return (
    <>
      <section className="palette">
        {inLesson ? (
          <button
            type="button"
            className="palette-fold"
            aria-expanded={unfolded}
            onClick={() => setUnfolded(!unfolded)}
          >
            <h2>{text.palette.title}</h2>
            <Icon name="down" size={11} />
          </button>
        ) : (
          <h2>{text.palette.title}</h2>
        )}
        <div className="entries" hidden={inLesson && !unfolded}>
          {ENTRIES.map(({ id }) => (
            <button
              key={id}
              ref={(button) => {
                if (button !== null) buttons.current.set(id, button);
              }}
              type="button"
              className={`entry ${id}`}
              aria-expanded={id === open}
              onClick={() => setOpen(id === open ? null : id)}
            >
              {text.palette.entries[id].name}
              <small>{text.palette.entries[id].hint}</small>
            </button>
          ))}
        </div>
        {entry !== undefined && (!inLesson || unfolded) && (
          <AddForm
            key={entry.id}
            entry={entry}
            onDone={() => {
              setOpen(null);
              buttons.current.get(entry.id)?.focus();
            }}
          />
        )}
      </section>
      {(!inLesson || unfolded) && (
        <Clear onCleared={() => buttons.current.get("tcp-server")?.focus()} />
      )}
    </>
  );
}

/** `onCleared` finds the focus a new place: the button goes with the cards. */
function Clear({ onCleared }: { readonly onCleared: () => void }) {
  const text = useText();
  const [problem, setProblem] = useState<string | null>(null);
  const empty = useLiveStage().actors.length === 0;
  if (empty) return null;
  const clear = async () => {
    const result = await run({ do: "clear" });
    setProblem(result.ok ? null : text.problems[result.problem.code]);
    if (result.ok) onCleared();
  };
  return (
    <div className="clear">
      <Button title={text.palette.clearHint} onClick={() => void clear()}>
        {text.palette.clear}
      </Button>
      <ProblemLine>{problem}</ProblemLine>
    </div>
  );
}
