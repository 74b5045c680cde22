export { chooseFile, chosenFile, type FileTrouble, type SentFile } from "./commands/chosen-file.ts";
export {
  DEFAULT_PAUSE,
  passGate,
  removeBreakpoint,
  setBreakpoint,
  setGate,
  setLink,
} from "./commands/conditions.ts";
export { defaultTarget, freePort } from "./commands/live-servers.ts";
export { inspectStep, playhead } from "./commands/playhead.ts";
export {
  parseTarget,
  rememberTarget,
  targetOf,
  targetText,
} from "./commands/targets.ts";
export { useApp, useInThePast, useLiveStage, useMayAct, useStageView, useTrace } from "./hooks.ts";
export { lessonFocus, lessonLeads, lessonSpeaks } from "./lessons/lesson-focus.ts";
export { isSeen, isStuck, type LessonState, leadsStage } from "./lessons/lesson-state.ts";
export {
  asksForLesson,
  backInLesson,
  loadLessons,
  nextInLesson,
  openLesson,
  playLesson,
  watchAddress,
} from "./lessons/load-lessons.ts";
export { filterResults } from "./playback/filter-results.ts";
export { channel, observable } from "./playback/observable.ts";
export { isPlayheadStationary, reducesMotion } from "./playback/stationary.ts";
export { PAGE, Throttle } from "./playback/throttle.ts";
export { visibleRange } from "./playback/visible-range.ts";
export type { InspectorTab } from "./preferences/choices.ts";
export {
  type Lang,
  RATES,
  SPEEDS,
  STAGE_SHARE,
  type Theme,
} from "./preferences/preferences.ts";
export { redo, rememberChoices, undo } from "./preferences/undo.ts";
export {
  deleteRecording,
  importRecording,
  listRecordings,
  nameRecording,
  type Outcome,
  type RecordingTrouble,
  recordingFile,
  SHOWN_EVENTS,
} from "./recordings/recordings-api.ts";
export { leaveReplay, replay } from "./recordings/replay.ts";
export { opening } from "./session/opening.ts";
export { isUnfetched, reportFault } from "./session/page-fault.ts";
export { clock, getTrace, join, openSession, run } from "./session/session.ts";
export type { RunProblem } from "./session/session-connection.ts";
export {
  type AppState,
  mayAct,
  type Notice,
  type Selection,
  store,
  ZOOM_STEP,
} from "./store.ts";
