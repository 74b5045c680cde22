import type { Invitation, ViewerRole } from "@sockscope/protocol";
import type { StepRange } from "@sockscope/trace";
import { createStore } from "zustand/vanilla";
import type { LessonState } from "./lessons/lesson-state.ts";
import type { Mode } from "./playback/clock.ts";
import {
  type Arrangement,
  type Choices,
  type CodeShown,
  type InspectorTab,
  type Position,
  UNTOUCHED,
  type ViewPreferences,
} from "./preferences/choices.ts";
import {
  browserShelf,
  keepPreferences,
  type Lang,
  type Preferences,
  readPreferences,
  type ScaleKind,
  type Theme,
} from "./preferences/preferences.ts";
import type { Replay } from "./recordings/replay-state.ts";
import type { ConnectionStatus, JoinProblem, RunProblem } from "./session/session-connection.ts";

export type Selection =
  | { readonly kind: "call"; readonly call: number }
  | { readonly kind: "actor"; readonly actor: number }
  | { readonly kind: "step"; readonly step: number };

/** A sentence about the whole page; written in the language of the moment when it is shown. */
export interface Notice {
  readonly id: number;
  readonly problem: RunProblem | PageMatter;
}

/** What the page itself has to say: of a picture of the timeline, or of a mistake of its own. */
export type PageMatter =
  | { readonly code: "picture-failed" | "page-failed" }
  /** It has the steps `from` to `to`, counted from 1, of so many. */
  | {
      readonly code: "picture-part";
      readonly from: number;
      readonly to: number;
      readonly of: number;
    };

/** What the server would allow as well: viewers from outside look. */
export const mayAct = ({ role }: Pick<AppState, "role">): boolean => role !== "outside";

export interface AppState extends Preferences, Arrangement, ViewPreferences {
  readonly connectionStatus: ConnectionStatus;
  /** The recording that is shown in place of the live session. */
  readonly replay: Replay | null;
  /** What this page may do: all, or (from outside) look. */
  readonly role: ViewerRole;
  /** How others come in; null if they cannot, or this page is one of them. */
  readonly invitation: Invitation | null;
  /** Why the server asks for a join code; null if it does not. */
  readonly joinProblem: JoinProblem | null;
  /** Grows, at most once a frame, when the trace has grown or was replaced. */
  readonly revision: number;
  readonly mode: Mode;
  /** The playhead in whole steps. */
  readonly step: number;
  readonly steps: number;
  /** Where the playhead will stand once a move by hand has ended. */
  readonly aim: number;
  /** Steps [from, to) that were chosen on the timeline: measured, looped, zoomed to. */
  readonly range: StepRange | null;
  /** Whether playing begins anew at the end of the range. */
  readonly looping: boolean;
  /** What is looked for on the timeline, as typed. */
  readonly filter: string;
  /** What the inspector explains; null: the step under the playhead. */
  readonly selection: Selection | null;
  /** Whose breakpoints are being edited, an actor's or everybody's; null: nobody's. */
  readonly breakpointsOf: number | "all" | null;
  /** Pictures of steps for slides: not asked for, being chosen, being made. */
  readonly stills: "none" | "choosing" | "making";
  readonly notices: readonly Notice[];
  /** Whether the page is shown to a room: panels away, type up. */
  readonly presenting: boolean;
  /** The height that the stage needs for its cards when a lesson is shown to a room, in px; null: as it comes. */
  readonly stageNeed: number | null;
  /** The lesson that is open; null for none. */
  readonly lesson: LessonState | null;

  setLang(lang: Lang): void;
  setTheme(theme: Theme): void;
  /** Even steps, so many a second. */
  setSpeed(stepsPerSecond: number): void;
  /** Real time, this share of it. */
  setRate(rate: number): void;
  setScale(scale: ScaleKind): void;
  setStageShare(percent: number): void;
  setTimelineView(view: AppState["timelineView"]): void;
  /** Puts a card or a group somewhere; null: back to where the layout has it. */
  move(key: string, to: Position | null): void;
  fold(group: string, folded: boolean): void;
  /** Everything back to where the layout has it. */
  tidy(): void;
  /** Chooses all of this at once, as undo does. */
  restore(choices: Choices): void;
  setZoom(zoom: number): void;
  setPresenting(presenting: boolean): void;
  setStageNeed(stageNeed: number | null): void;
  askForStills(stills: AppState["stills"]): void;
  setRange(range: StepRange | null): void;
  setLooping(looping: boolean): void;
  setRibbon(shown: boolean): void;
  setFilter(filter: string): void;
  select(selection: Selection | null): void;
  editBreakpoints(of: AppState["breakpointsOf"]): void;
  setInspectorTab(tab: InspectorTab): void;
  setCodeShown(shown: CodeShown): void;
  notify(problem: RunProblem): void;
  /** As `notify`, of what no server has a part in. */
  tell(matter: PageMatter): void;
  dismiss(notice: number): void;
}

export const ZOOM_STEP = 1.25;
const ZOOM = { min: 0.4, max: 4 };
/** Small errors add up on the way there and back: near 1 is 1. */
const nearOne = (zoom: number): number => (Math.abs(zoom - 1) < 0.02 ? 1 : zoom);

/** Nobody reads more notices at once. */
const MAX_NOTICES = 3;
let lastNotice = 0;

const languages = typeof navigator === "undefined" ? [] : navigator.languages;
const shelf = typeof window === "undefined" ? null : browserShelf();

/** The state of the page. What moves between two steps is not here but in the clock. */
export const store = createStore<AppState>()((set, get) => {
  const choose = (choice: Partial<Choices>) => {
    set(choice);
    keepPreferences(shelf, get());
  };
  const note = (problem: Notice["problem"]) =>
    set(({ notices }) => ({
      notices: [
        ...notices.filter((notice) => notice.problem.code !== problem.code),
        { id: ++lastNotice, problem },
      ].slice(-MAX_NOTICES),
    }));
  return {
    ...readPreferences(shelf, languages),
    ...UNTOUCHED,
    connectionStatus: "connecting",
    replay: null,
    role: "local",
    invitation: null,
    joinProblem: null,
    revision: 0,
    mode: "live",
    step: 0,
    steps: 0,
    aim: 0,
    timelineView: "ladder",
    range: null,
    looping: false,
    // Where a screen is low, the diagram needs the room.
    ribbon: typeof window !== "undefined" && window.innerHeight >= 800,
    filter: "",
    selection: null,
    breakpointsOf: null,
    inspectorTab: "call",
    codeShown: "both",
    stills: "none",
    notices: [],
    zoom: 1,
    presenting: false,
    stageNeed: null,
    lesson: null,

    setLang: (lang) => choose({ lang }),
    setTheme: (theme) => choose({ theme }),
    setSpeed: (speed) => choose({ speed, pace: "steps" }),
    setRate: (rate) => choose({ rate, pace: "time" }),
    setScale: (scale) => choose({ scale }),
    setStageShare: (stageShare) => choose({ stageShare }),
    setTimelineView: (timelineView) => set({ timelineView }),
    move: (key, to) =>
      set(({ moved }) => {
        const others = Object.entries(moved).filter(([other]) => other !== key);
        return { moved: Object.fromEntries(to === null ? others : [...others, [key, to]]) };
      }),
    fold: (group, folded) => set(({ folds }) => ({ folds: { ...folds, [group]: folded } })),
    tidy: () => set(UNTOUCHED),
    restore: (choices) => choose(choices),
    setZoom: (zoom) => set({ zoom: Math.max(ZOOM.min, Math.min(ZOOM.max, nearOne(zoom))) }),
    setPresenting: (presenting) => set({ presenting }),
    setStageNeed: (stageNeed) => set({ stageNeed }),
    askForStills: (stills) => set({ stills }),
    setRange: (range) => set(range === null ? { range, looping: false } : { range }),
    setLooping: (looping) => set({ looping }),
    setRibbon: (ribbon) => set({ ribbon }),
    setFilter: (filter) => set({ filter }),
    select: (selection) => set({ selection }),
    editBreakpoints: (breakpointsOf) => set({ breakpointsOf }),
    setInspectorTab: (inspectorTab) => set({ inspectorTab }),
    setCodeShown: (codeShown) => set({ codeShown }),
    notify: note,
    tell: note,
    dismiss: (id) => set(({ notices }) => ({ notices: notices.filter((one) => one.id !== id) })),
  };
});
