import { useText } from "../../i18n/index.ts";
import { playhead, useApp } from "../../store/index.ts";
import { Minimap } from "./minimap.tsx";
import { RailPlayhead } from "./rail-playhead.tsx";
import { VisibleRangeFrame } from "./visible-range-frame.tsx";
import "./scrubber.css";

/** The whole session as one rail over a minimap; the native slider brings its keys and its name. */
export function Scrubber() {
  const text = useText().scrubber;
  const step = useApp((state) => state.step);
  const steps = useApp((state) => state.steps);
  return (
    <div className="scrubber">
      <div className="scrubber-rail">
        <Minimap />
        <RailPlayhead />
        <input
          type="range"
          aria-label={text.label}
          aria-valuetext={text.value(step, steps)}
          min={0}
          max={Math.max(1, steps)}
          step={1}
          value={step}
          onChange={({ target }) => playhead.seek(Number(target.value))}
        />
        <VisibleRangeFrame />
      </div>
      <span className="scrubber-count mono" aria-hidden="true">
        {step} / {steps}
      </span>
    </div>
  );
}
