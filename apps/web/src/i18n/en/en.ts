import { code } from "./code.ts";
import { conditions } from "./conditions.ts";
import { drawings } from "./drawings.ts";
import { errnos } from "./errnos.ts";
import { help } from "./help.ts";
import { inspector } from "./inspector.ts";
import { join } from "./join.ts";
import { lesson } from "./lesson.ts";
import { nodeNotes } from "./node-notes.ts";
import { problems } from "./problems.ts";
import { recordings } from "./recordings.ts";
import { sentences } from "./sentences.ts";
import { shell } from "./shell.ts";
import { stage } from "./stage.ts";
import { stills, timeline } from "./timeline.ts";
import { datagramVerbs, shutdowns, streamVerbs, verbs } from "./verbs.ts";

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
