import type { PlayProblem, PlayView } from "@sockscope/lessons";

/** Why a lesson has failed, in one sentence or several. Null if it has not. */
export function lessonReport(view: PlayView): string | null {
  const { lesson, step, phase, problem, broken } = view;
  const at = `Step ${step + 1} of ${lesson.id} (${lesson.steps[step]?.title.en})`;
  if (problem !== null) return `${at}: ${problemSentence(problem)}`;
  if (phase !== "done" || step < lesson.steps.length - 1) return `${at} waits in vain.`;
  if (broken.length === 0) return null;
  return `It does not hold that ${broken.map(({ says }) => says).join("; nor that ")}.`;
}

function problemSentence(problem: PlayProblem): string {
  switch (problem.kind) {
    case "port-taken":
      return `port ${problem.number} is taken by another program. Try: --free-ports`;
    case "refused":
      return problem.message;
    case "failed":
      return `${problem.of} failed with ${problem.error}.`;
    case "gone":
      return `${problem.of} was taken away.`;
  }
}
