import { lessons } from "@sockscope/lessons";
import { useRef, useState } from "react";
import { useText } from "../../i18n/index.ts";
import { Button } from "../../parts/button.tsx";
import { ProblemLine } from "../../parts/field.tsx";
import { Icon } from "../../parts/icons.tsx";
import { run, runLesson, useApp, useLiveStage } from "../../store/index.ts";
import { AddForm } from "./add-form.tsx";
import { ENTRIES, type EntryId } from "./entries.ts";
import "./palette.css";

/** What can be put on the stage, and the demonstrations. */
export function Palette() {
  const text = useText();
  const [open, setOpen] = useState<EntryId | null>(null);
  const buttons = useRef(new Map<EntryId, HTMLButtonElement>());
  const entry = ENTRIES.find(({ id }) => id === open);
  return (
    <>
      <section className="palette">
        <h2>{text.palette.title}</h2>
        <div className="entries">
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
        {entry !== undefined && (
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
      <Lessons />
      <Clear onCleared={() => buttons.current.get("tcp-server")?.focus()} />
    </>
  );
}

function Lessons() {
  const text = useText().palette;
  const lang = useApp((state) => state.lang);
  return (
    <section className="lesson-list">
      <h2>{text.lessons}</h2>
      {lessons.map(({ id, chapter, title }) => (
        <button key={id} type="button" className="lesson" onClick={() => void runLesson(id)}>
          <span className="lesson-chapter">{chapter}</span>
          <span>
            {title[lang]}
            <small>
              <Icon name="play" size={10} /> {text.run}
            </small>
          </span>
        </button>
      ))}
    </section>
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
