import { sceneAt } from "@sockscope/trace";
import { useEffect, useRef, useState } from "react";
import { stepSentence, useText } from "../../i18n/index.ts";
import { Button } from "../../parts/controls/button.tsx";
import { Field, ProblemLine } from "../../parts/controls/field.tsx";
import { saveBlob } from "../../parts/files/save-blob.ts";
import { Dialog } from "../../parts/overlays/dialog.tsx";
import { clock, getTrace, store, useTrace } from "../../store/index.ts";
import { makeStills, positionsOf } from "./make-stills.ts";

/** More pictures than this nobody shows, and no browser likes to hold. */
const MAX_STILLS = 400;

/** Which steps become pictures, how far that is, and its end. */
export function Stills() {
  const text = useText();
  const say = text.stills;
  const [wanted, setWanted] = useState(proposal);
  const [everyStep, setEveryStep] = useState(false);
  const [done, setDone] = useState<number | null>(null);
  const [failed, setFailed] = useState(false);
  const making = useRef<AbortController | null>(null);
  const cancel = useRef<HTMLButtonElement>(null);
  useEffect(() => () => making.current?.abort(), []);

  const { steps } = useTrace();
  const [first, last] = [Number(wanted.first), Number(wanted.last)];
  const valid = Number.isInteger(first) && Number.isInteger(last) && first >= 1 && first <= last;
  const positions = valid && last <= steps.length ? positionsOf({ first, last, everyStep }) : [];
  const count = positions.length;
  const { askForStills } = store.getState();
  const close = () => askForStills("none");

  const start = async () => {
    const controller = new AbortController();
    making.current = controller;
    setFailed(false);
    setDone(0);
    askForStills("making");
    cancel.current?.focus();
    const trace = getTrace();
    const sentence = (position: number) => {
      const step = trace.steps.get(position - 1);
      return step === undefined ? "" : stepSentence(text, trace, step);
    };
    try {
      const { signal } = controller;
      const zip = await makeStills(positions, { sentence, progress: setDone, signal });
      if (zip !== null) saveBlob(zip, "sockscope-stills.zip");
      close();
    } catch {
      // A browser that cannot paint a page into a picture says so by an exception.
      setFailed(true);
      askForStills("choosing");
    } finally {
      setDone(null);
    }
  };
  const number = (key: "first" | "last", label: string) => (
    <Field
      label={label}
      type="number"
      min={1}
      max={steps.length}
      value={wanted[key]}
      disabled={done !== null}
      onChange={({ target }) => setWanted({ ...wanted, [key]: target.value })}
    />
  );
  return (
    <Dialog title={say.title} closeLabel={text.help.close} onClose={close}>
      <p className="stills-hint">{say.hint}</p>
      <div className="stills-range">
        {number("first", say.first)}
        {number("last", say.last)}
      </div>
      <label className="stills-check">
        <input
          type="checkbox"
          checked={!everyStep}
          disabled={done !== null}
          onChange={({ target }) => setEveryStep(!target.checked)}
        />
        {say.leaveOut}
      </label>
      {done !== null && (
        <p className="stills-progress">
          <progress max={count} value={done} aria-label={say.title} />
          <span role="status">{say.progress(done, count)}</span>
        </p>
      )}
      <ProblemLine>
        {failed ? say.failed : count > MAX_STILLS ? say.tooMany(MAX_STILLS) : null}
      </ProblemLine>
      <div className="stills-buttons">
        <Button ref={cancel} onClick={close}>
          {say.cancel}
        </Button>
        {done === null && (
          <Button
            variant="strong"
            disabled={count === 0 || count > MAX_STILLS}
            onClick={() => void start()}
          >
            {say.make(count)}
          </Button>
        )}
      </div>
    </Dialog>
  );
}

/** The chosen steps, or those of the scene in which the playhead stands. */
function proposal(): { readonly first: string; readonly last: string } {
  const { actors, steps } = getTrace();
  const { from, to } = store.getState().range ?? sceneAt(actors, steps, clock.position());
  return { first: String(from + 1), last: String(to) };
}
