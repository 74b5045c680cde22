export type { Condition } from "./condition.ts";
export { conduct, goOn, type Input } from "./conduct.ts";
export { course as lessons, lessonOf } from "./course.ts";
export { type CallFact, Facts } from "./facts.ts";
export { type GlossaryId, glossary } from "./glossary.ts";
export type {
  Claim,
  Figures,
  Highlight,
  Lesson,
  Prediction,
  Step,
  StepDrawing,
  TimelineWish,
} from "./lesson.ts";
export { type Piece, type Ports, pieces, plainText } from "./markup.ts";
export type { Move } from "./move.ts";
export {
  type Answer,
  LessonPlay,
  type PlayPhase,
  type PlayProblem,
  type PlayView,
  type Predicted,
} from "./play.ts";
export type { Text, TextLang } from "./text.ts";
export { tidy } from "./tidy.ts";
