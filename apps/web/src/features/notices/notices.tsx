import { type Dictionary, stepSentence, useText } from "../../i18n/index.ts";
import { Button, IconButton } from "../../parts/controls/button.tsx";
import { getTrace, type Notice, store, useApp } from "../../store/index.ts";
import "./notices.css";

/** Sentences about the whole page, and the current step in words for those who listen. */
export function Notices() {
  const text = useText();
  const notices = useApp((state) => state.notices);
  return (
    <>
      <section className="notices" aria-label={text.notices.label} aria-live="polite">
        {notices.map(({ id, problem }) => (
          <p className="notice" key={id}>
            {problemText(text, problem)}
            {(problem.code === "version" || problem.code === "page-failed") && (
              <Button onClick={() => location.reload()}>{text.notices.reload}</Button>
            )}
            <IconButton
              icon="close"
              label={text.notices.dismiss}
              onClick={() => store.getState().dismiss(id)}
            />
          </p>
        ))}
      </section>
      <Spoken />
    </>
  );
}

function problemText(text: Dictionary, problem: Notice["problem"]): string {
  switch (problem.code) {
    case "picture-failed":
      return text.notices.pictureFailed;
    case "page-failed":
      return text.notices.pageFailed;
    case "picture-part":
      return text.notices.picturePart(problem.from, problem.to, problem.of);
    default:
      return text.problems[problem.code];
  }
}

/**
 * While someone goes step by step each step is said; while it runs by itself that would be noise.
 * The one to which they go, and none on the way, or a step back would first say where they came from.
 */
function Spoken() {
  const text = useText();
  const still = useApp((state) => state.mode === "paused");
  const step = useApp((state) => (state.mode === "paused" ? state.aim : 0));
  const last = getTrace().steps.get(step - 1);
  return (
    <p className="hidden-text" role="status">
      {still && last !== undefined
        ? text.notices.atStep(step, stepSentence(text, getTrace(), last))
        : ""}
    </p>
  );
}
