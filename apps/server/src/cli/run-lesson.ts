import type { Writable } from "node:stream";
import { type Answer, conduct, goOn, type Lesson, LessonPlay } from "@sockscope/lessons";
import { type Command, visibleText } from "@sockscope/protocol";
import { Journal } from "../journal/journal.ts";
import { Lab, type LabOptions } from "../lab/lab.ts";
import { Refusal } from "../system/problem.ts";
import { readVersion } from "../system/version.ts";
import { eventLine, ndjsonLine } from "./event-line.ts";
import { lessonReport } from "./lesson-report.ts";

export interface RunLessonOptions extends Pick<LabOptions, "threadWorker"> {
  /** One JSON text per line, or one line of words. */
  readonly ndjson: boolean;
  /** Lets the kernel choose the lesson's ports, so that no other program can have them. */
  readonly freePorts: boolean;
  readonly out: Writable;
  /** Receives a sentence when the lesson fails. */
  readonly err: Writable;
  /** ms without an event after which an unfinished lesson has failed. */
  readonly patience?: number;
  /** Waits before each command is carried out, as a lab waits for a slow page. */
  readonly pace?: (command: Command) => Promise<void>;
}

/** ms. Programs of a lesson are silent for about a second at most. */
const PATIENCE = 30_000;

/**
 * Runs a lesson without a page, to the end of its programs, and prints each event as it happens: as
 * NDJSON or in words. Resolves with the exit code: 0 if the lesson ran to its end and its trace
 * supports its claims, else 1.
 */
export async function runLesson(
  lesson: Lesson,
  { ndjson, freePorts, out, err, patience = PATIENCE, pace, ...options }: RunLessonOptions,
): Promise<number> {
  const journal = new Journal();
  const lab = new Lab({ journal, version: readVersion(import.meta.url), ...options });
  const play = new LessonPlay(lesson, freePorts ? Object.keys(lesson.ports) : []);
  let finish: (sentence: string | null) => void = () => undefined;
  const over = new Promise<string | null>((resolve) => {
    finish = resolve;
  });

  let read = 0;
  const catchUp = (): void => {
    const events = journal.read(read, journal.seq);
    read += events.length;
    for (const event of events) out.write(`${ndjson ? ndjsonLine(event) : eventLine(event)}\n`);
    if (events.length > 0) put((one) => one.see(events));
  };
  const send = async (command: Command): Promise<Answer> => {
    await pace?.(command);
    const answer = await carryOut(lab, command);
    catchUp();
    return answer;
  };
  const vain = setTimeout(() => finish(lessonReport(play.view)), patience);
  const put = conduct(play, send, () => {
    vain.refresh();
    const { phase } = play.view;
    if (play.isOver || phase === "failed") finish(lessonReport(play.view));
    else if (phase !== "doing") queueMicrotask(() => put(goOn));
  });
  let scheduled = false;
  journal.subscribe(() => {
    if (scheduled) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      catchUp();
    });
  });

  const stop = (): void => finish("It was interrupted.");
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  put(goOn);
  const failure = await over;
  clearTimeout(vain);
  await lab.close();
  catchUp();
  process.off("SIGINT", stop);
  process.off("SIGTERM", stop);
  if (failure !== null) err.write(`The lesson failed. ${visibleText(failure)}\n`);
  return failure === null ? 0 : 1;
}

async function carryOut(lab: Lab, command: Command): Promise<Answer> {
  try {
    const { actors } = await lab.do(command);
    return { ok: true, actors };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, problem: error.problem };
    throw error;
  }
}
