import type { StepDrawing } from "@sockscope/lessons";
import { getTrace, type LessonState } from "../../../store/index.ts";
import { LayersDrawing } from "./layers-drawing.tsx";
import { messageOf } from "./message.ts";
import { StatesDrawing } from "./states-drawing.tsx";

/** What a step draws below its text, as it was when the step was over. */
export function Drawing(props: { readonly drawing: StepDrawing; readonly state: LessonState }) {
  const { drawing, state } = props;
  const { marks, shown, lit, litCall } = state;
  const trace = getTrace();
  const after = marks[shown] ?? trace.steps.length;
  switch (drawing.kind) {
    case "layers": {
      const message = messageOf(trace, litCall, after, drawing.way);
      return message && <LayersDrawing key={shown} {...message} {...drawing} />;
    }
    case "states":
      return (
        <StatesDrawing
          actors={lit}
          before={trace.stageAt(marks[shown - 1] ?? 0)}
          after={trace.stageAt(after)}
        />
      );
  }
}
