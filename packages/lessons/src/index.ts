export { course as lessons, lessonOf } from "./course.ts";
export type { Condition } from "./facts/condition.ts";
export { type CallFact, Facts } from "./facts/facts.ts";
export type {
  Claim,
  Figures,
  Highlight,
  Lesson,
  Prediction,
  Step,
  StepDrawing,
  TimelineWish,
} from "./model/lesson.ts";
export type { Move } from "./model/move.ts";
export { conduct, goOn, type Input } from "./play/conduct.ts";
export { LessonPlay } from "./play/play.ts";
export { tidy } from "./play/tidy.ts";
export type {
  Answer,
  Intervention,
  PlayPhase,
  PlayProblem,
  PlayView,
  Predicted,
} from "./play/view.ts";
export { type GlossaryId, glossary } from "./text/glossary.ts";
export { type Piece, type Ports, pieces, plainText } from "./text/markup.ts";
export type { Text, TextLang } from "./text/text.ts";
