import type { GateMode } from "@sockscope/protocol";
import { durationText } from "@sockscope/trace";
import { useText } from "../../i18n/index.ts";
import { Button } from "../../parts/controls/button.tsx";
import { Kbd } from "../../parts/controls/chip.tsx";
import { Segmented } from "../../parts/controls/segmented.tsx";
import {
  DEFAULT_PAUSE,
  leadsStage,
  passGate,
  setGate,
  useApp,
  useLiveStage,
} from "../../store/index.ts";
import { Breakpoints } from "./breakpoints.tsx";
import "./gate.css";

/** ms */
const PAUSES = [100, 250, 500, 1000, 2000, 5000];

/** How all programs run: freely, slowly, or one call at a time. */
export function GateControl() {
  const text = useText().conditions.gate;
  const { gate, actors } = useLiveStage();
  const led = useApp(({ lesson }) => leadsStage(lesson));
  const waiting = actors.reduce((sum, { atGate }) => sum + atGate.length, 0);
  const modes: readonly GateMode[] = ["free", "slow", "step"];
  const pauses =
    PAUSES.includes(gate.pause) || gate.mode !== "slow" ? PAUSES : [gate.pause, ...PAUSES];
  return (
    <div className="gate-control" title={text[`${gate.mode}Hint`]}>
      <Segmented
        label={text.label}
        value={gate.mode}
        options={modes.map((value) => ({ value, label: text[value] }))}
        onChange={(mode) => setGate("all", mode, DEFAULT_PAUSE)}
      />
      {gate.mode === "slow" && (
        <select
          className="select gate-pause"
          aria-label={text.pause}
          title={text.pause}
          value={gate.pause}
          onChange={({ target }) => setGate("all", "slow", Number(target.value))}
        >
          {pauses.map((pause) => (
            <option key={pause} value={pause}>
              {durationText(pause * 1e6)}
            </option>
          ))}
        </select>
      )}
      <Breakpoints />
      {!led && (gate.mode === "step" || waiting > 0) && (
        <Button
          variant="strong"
          className="gate-next"
          aria-disabled={waiting === 0}
          title={waiting === 0 ? text.nobody : text.standing(waiting)}
          onClick={() => passGate("all")}
        >
          {text.next} <Kbd>N</Kbd>
        </Button>
      )}
    </div>
  );
}
