import type { Command } from "@sockscope/protocol";
import type { LessonPlay } from "./play.ts";
import type { Answer } from "./view.ts";

/** What a play is told, and what it then wants done. */
export type Input = (play: LessonPlay) => readonly Command[];

/**
 * Joins a play to a lab: sends what it wants and tells it the answers. `send` must settle after the
 * events that the command caused were put in. `changed` is called whenever it may look other.
 */
export function conduct(
  play: LessonPlay,
  send: (command: Command) => Promise<Answer>,
  changed: () => void,
): (input: Input) => void {
  const put = (input: Input): void => {
    for (const command of input(play))
      void send(command).then((answer) => put((one) => one.answered(answer)));
    changed();
  };
  return put;
}

/** What one does who wants to see all of a lesson: goes on, and predicts nothing. */
export const goOn: Input = (play) => {
  switch (play.view.phase) {
    case "idle":
      return play.begin();
    case "yours":
      return play.makeMoves();
    case "asking":
      return play.predict(null);
    case "done":
      return play.next();
    case "doing":
    case "failed":
      return [];
  }
};
