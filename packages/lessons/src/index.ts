export { course as lessons, lessonOf } from "./course.ts";
export type {
  Figures,
  Lesson,
  Prediction,
  Step,
  StepDrawing,
  TimelineWish,
} from "./model/lesson.ts";
export { conduct, goOn, type Input } from "./play/conduct.ts";
export { LessonPlay } from "./play/play.ts";
export { tidy } from "./play/tidy.ts";
export type { Answer, Intervention, PlayProblem, PlayView, Predicted } from "./play/view.ts";
export { glossary } from "./text/glossary.ts";
export { type Piece, type Ports, pieces, plainText } from "./text/markup.ts";
export type { Text } from "./text/text.ts";
