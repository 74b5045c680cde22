import type { Step } from "@sockscope/lessons";
import type { Focus } from "@sockscope/trace";
import { clock, getTrace } from "../session/session.ts";
import { type AppState, store } from "../store.ts";
import type { LessonState } from "./lesson-state.ts";

let made: { readonly of: readonly unknown[]; readonly focus: Focus } | null = null;

/**
 * What the shown step of the lesson speaks of, for a room; the same object until that changes. Null
 * while no lesson leads, or the playhead stands elsewhere.
 */
export function lessonFocus(): Focus | null {
  const { lesson: state, presenting } = store.getState();
  if (!presenting || state?.lesson == null || state.play === null || state.mode === "free")
    return null;
  const step = state.lesson.steps[state.shown];
  const stretch = stretchOf(state);
  if (step === undefined || stretch === null) return null;
  const of = [step, state.litCall, state.lit.join(), ...stretch];
  if (made === null || made.of.some((one, i) => one !== of[i])) {
    const [from, to] = stretch;
    const verbs = namedVerbs(step);
    const actors = new Set(state.lit);
    made = { of, focus: { from, to, actors, verbs, call: state.litCall } };
  }
  return made.focus;
}

/** The steps of the trace that the shown step of the lesson caused, [from, to); null: the playhead is not there. */
function stretchOf({ shown, marks, play }: LessonState): readonly [number, number] | null {
  if (shown < 0 || play === null || shown > play.step) return null;
  const from = shown === 0 ? 0 : (marks[shown - 1] ?? 0);
  const newest = shown === play.step;
  const to = newest ? Number.POSITIVE_INFINITY : (marks[shown] ?? 0);
  const position = clock.position();
  if (position < from || (position > to && !newest)) return null;
  return position > getTrace().steps.length ? null : [from, to];
}

/** The words by which a step names calls: in its text as code, in what it claims, in its highlight. */
function namedVerbs({ text, notice, claims = [], highlight }: Step): ReadonlySet<string> {
  const said = `${text.en} ${notice?.en ?? ""}`;
  // Terms of the glossary, code, and names of segments: other words of a text name nothing here.
  const code = [...said.matchAll(/`([^`]+)`|\[\[([a-z-]+)|\b(SYN|FIN|RST)\b/g)].flat();
  const words = [...code, ...claims.map(({ says }) => says)].join(" ").split(/\W+/);
  return new Set([...words, ...(highlight?.call === undefined ? [] : [highlight.call.verb])]);
}

/** Whether the lesson's text says all that a room needs of this instant: nobody went back by hand. */
export function lessonSpeaks(): boolean {
  const { presenting, mode } = store.getState();
  return presenting && mode !== "paused" && lessonFocus() !== null;
}

/** Whether a lesson that runs is shown to a room: then stage and ladder show what its step speaks of. */
export const lessonLeads = ({
  presenting,
  lesson,
}: Pick<AppState, "presenting" | "lesson">): boolean =>
  presenting && lesson?.lesson != null && lesson.mode !== "free";
