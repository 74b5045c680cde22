import { useText } from "../../i18n/index.ts";
import { playhead, useApp } from "../../store/index.ts";
import "./scrubber.css";

/** The whole session as one rail; the native slider brings its keys and its name. */
export function Scrubber() {
  const text = useText().scrubber;
  const step = useApp((state) => state.step);
  const steps = useApp((state) => state.steps);
  const share = steps === 0 ? 0 : (step / steps) * 100;
  return (
    <div className="scrubber">
      <input
        type="range"
        aria-label={text.label}
        aria-valuetext={text.value(step, steps)}
        min={0}
        max={Math.max(1, steps)}
        step={1}
        value={step}
        style={{ "--share": `${share}%` }}
        onChange={({ target }) => playhead.seek(Number(target.value))}
      />
      <span className="scrubber-count mono" aria-hidden="true">
        {step} / {steps}
      </span>
    </div>
  );
}
