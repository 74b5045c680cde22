import { useRef } from "react";
import { useText } from "../../../i18n/index.ts";
import { filterResults, playhead, store, useApp } from "../../../store/index.ts";
import { useFilter } from "./use-filter.ts";

/** What is looked for on the timeline, how much of it there is, and the way through it. */
export function FilterBox() {
  const text = useText().timeline.filter;
  const query = useApp((state) => state.filter);
  const step = useApp((state) => state.step);
  const progress = useFilter();
  const input = useRef<HTMLInputElement>(null);
  const { setFilter } = store.getState();
  const ordinal = progress === null ? 0 : (filterResults.read()?.ordinal(step - 1) ?? 0);
  return (
    <div className="filter-box" role="search">
      <input
        ref={input}
        type="search"
        className="filter-input"
        data-filter
        aria-label={text.label}
        title={text.hint}
        placeholder={text.placeholder}
        value={query}
        autoComplete="off"
        spellCheck={false}
        onChange={({ target }) => setFilter(target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") playhead.stepToMatch(event.shiftKey ? -1 : 1);
          else if (event.key === "Escape") {
            setFilter("");
            input.current?.blur();
          } else return;
          event.preventDefault();
        }}
      />
      {progress !== null && (
        <span className="filter-count" role="status">
          {text.count(ordinal, progress.matched)}
        </span>
      )}
      {progress !== null && progress.matched > 0 && (
        <span className="filter-walk">
          <button
            type="button"
            aria-label={text.previous}
            title={text.previous}
            onClick={() => playhead.stepToMatch(-1)}
          >
            ‹
          </button>
          <button
            type="button"
            aria-label={text.next}
            title={text.next}
            onClick={() => playhead.stepToMatch(1)}
          >
            ›
          </button>
        </span>
      )}
    </div>
  );
}
