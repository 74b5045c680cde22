import { isSeen, useApp } from "../../../store/index.ts";
import { Drawing } from "./drawing.tsx";
import { Figures } from "./figures.tsx";

/**
 * To a room a step's drawing, or what was measured, stands in the place of the stage once the step was
 * seen: it says then what the text speaks of.
 */
export function RoomDrawing() {
  const state = useApp(({ lesson }) => lesson);
  const seen = useApp(({ lesson, step }) => lesson !== null && isSeen(lesson, step));
  const step = state?.lesson?.steps[state.shown];
  if (!seen || state === null || step === undefined || state.mode === "free") return null;
  const measured = state.play?.measured.get(state.shown);
  if (step.drawing === undefined && (step.figures === undefined || measured === undefined))
    return null;
  return (
    <div className="room-drawing">
      {step.drawing && <Drawing drawing={step.drawing} state={state} />}
      {step.figures && measured && <Figures figures={step.figures} measured={measured} />}
    </div>
  );
}
