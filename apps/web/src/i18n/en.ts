import { code } from "./en/code.ts";
import { conditions } from "./en/conditions.ts";
import { drawings } from "./en/drawings.ts";
import { errnos } from "./en/errnos.ts";
import { help } from "./en/help.ts";
import { inspector } from "./en/inspector.ts";
import { join } from "./en/join.ts";
import { lesson } from "./en/lesson.ts";
import { nodeNotes } from "./en/node-notes.ts";
import { problems } from "./en/problems.ts";
import { recordings } from "./en/recordings.ts";
import { sentences } from "./en/sentences.ts";
import { shell } from "./en/shell.ts";
import { stage } from "./en/stage.ts";
import { stills, timeline } from "./en/timeline.ts";
import { datagramVerbs, shutdowns, streamVerbs, verbs } from "./en/verbs.ts";

/** The English words: the source of the type that every language must fill. */
export const en = {
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

export type Dictionary = typeof en;
