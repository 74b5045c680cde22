import type { Problem, ProblemCode } from "@sockscope/protocol";

/** A command that cannot be carried out. The viewer gets `problem`, and nothing has changed. */
export class Refusal extends Error {
  readonly problem: Problem;

  constructor(code: ProblemCode, message: string) {
    super(message);
    this.problem = { code, message };
  }
}
