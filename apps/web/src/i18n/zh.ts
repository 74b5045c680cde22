import type { Dictionary } from "./en.ts";
import { code } from "./zh/code.ts";
import { conditions } from "./zh/conditions.ts";
import { drawings } from "./zh/drawings.ts";
import { errnos } from "./zh/errnos.ts";
import { help } from "./zh/help.ts";
import { inspector } from "./zh/inspector.ts";
import { join } from "./zh/join.ts";
import { lesson } from "./zh/lesson.ts";
import { nodeNotes } from "./zh/node-notes.ts";
import { problems } from "./zh/problems.ts";
import { recordings } from "./zh/recordings.ts";
import { sentences } from "./zh/sentences.ts";
import { shell } from "./zh/shell.ts";
import { stage } from "./zh/stage.ts";
import { stills, timeline } from "./zh/timeline.ts";
import { datagramVerbs, shutdowns, streamVerbs, verbs } from "./zh/verbs.ts";

/** 中文。 */
export const zh: Dictionary = {
  ...shell,
  code,
  problems,
  conditions,
  drawings,
  errnos,
  verbs,
  datagramVerbs,
  shutdowns,
  streamVerbs,
  nodeNotes,
  help,
  inspector,
  join,
  lesson,
  recordings,
  sentences,
  stage,
  stills,
  timeline,
};
