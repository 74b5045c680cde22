import type { PlayProblem, PlayView } from "@sockscope/lessons";
import { failure, useText } from "../../../i18n/index.ts";
import { Button } from "../../../parts/controls/button.tsx";
import { lessonControl } from "../../../store/lessons/lesson-session.ts";

/** Why the lesson cannot go on, and what can be done about it. */
export function Trouble({ problem }: { readonly problem: PlayProblem }) {
  const text = useText();
  const { lesson } = text;
  const taken = problem.kind === "port-taken" ? problem : null;
  return (
    <div className="trouble" role="alert">
      <p>{sentence(problem, text)}</p>
      <div className="lesson-buttons">
        {taken !== null && (
          <Button variant="strong" onClick={() => lessonControl.takeFreePort(taken.port)}>
            {lesson.useFreePort}
          </Button>
        )}
        <Button variant={taken === null ? "strong" : "plain"} onClick={lessonControl.again}>
          {lesson.beginStepAnew}
        </Button>
        <Button onClick={() => lessonControl.begin("steps", 0)}>{lesson.startOver}</Button>
      </div>
    </div>
  );
}

/** The step waits for what does not happen; what somebody did meanwhile, and the way on. */
export function Stalled({ intervention }: Pick<PlayView, "intervention">) {
  const { lesson } = useText();
  return (
    <div className="trouble" role="alert">
      <p>
        {intervention !== null && `${lesson.interventions[intervention]} `}
        {lesson.stalled}
      </p>
      <div className="lesson-buttons">
        <Button variant="strong" onClick={lessonControl.again}>
          {lesson.beginStepAnew}
        </Button>
      </div>
    </div>
  );
}

function sentence(problem: PlayProblem, text: ReturnType<typeof useText>): string {
  const { problems, portTaken } = text.lesson;
  switch (problem.kind) {
    case "port-taken":
      return portTaken(problem.number);
    case "refused": {
      const known: Readonly<Record<string, string>> = text.problems;
      return `${problems.refused} ${known[problem.code] ?? problem.message}`;
    }
    case "failed": {
      const { code, means } = failure(text, problem.error);
      return `${problems.failed} ${code} ${means}`;
    }
    case "gone":
      return problems.gone;
  }
}
