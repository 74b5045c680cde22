export type { InspectorTab, PlacedAt } from "./choices.ts";
export { chooseFile, chosenFile, type FileTrouble, type SentFile } from "./chosen-file.ts";
export type { Mode } from "./clock.ts";
export {
  passGate,
  removeBreakpoint,
  setBreakpoint,
  setGate,
  setLink,
  USUAL_PAUSE,
} from "./conditions-commands.ts";
export type { JoinProblem, Link, RunProblem, RunResult } from "./connection.ts";
export { found } from "./found.ts";
export { useApp, useInThePast, useLiveStage, useMayAct, useStageView } from "./hooks.ts";
export { isSeen, type LessonMode, type LessonState } from "./lesson-state.ts";
export {
  asksForLesson,
  backInLesson,
  loadLessons,
  nextInLesson,
  openLesson,
  playLesson,
  watchAddress,
} from "./lessons.ts";
export { freePort, serverAddresses, usualTarget } from "./live-servers.ts";
export { type Opening, opening } from "./opening.ts";
export { isUnfetched, tellFault } from "./own-fault.ts";
export { inspectStep, playhead } from "./playhead.ts";
export {
  type Lang,
  RATES,
  type ScaleKind,
  SPEEDS,
  STAGE_SHARE,
  type Theme,
} from "./preferences.ts";
export {
  deleteRecording,
  importRecording,
  listRecordings,
  nameRecording,
  type Outcome,
  type RecordingTrouble,
  recordingFile,
  SHOWN_EVENTS,
} from "./recordings.ts";
export { leaveReplay, type Replay, replay } from "./replay.ts";
export { clock, getTrace, join, openSession, run } from "./session.ts";
export { timelineSight } from "./sight.ts";
export { PAGE, Spaced } from "./spaced.ts";
export { reducesMotion, standsStill } from "./standing.ts";
export {
  type AppState,
  mayAct,
  type Notice,
  type Selection,
  store,
  ZOOM_STEP,
} from "./store.ts";
export { parseTarget, rememberTarget, type Target, targetOf, targetText } from "./targets.ts";
export { redo, rememberChoices, undo } from "./undo.ts";
