import type { Dictionary } from "./en.ts";
import { conditions } from "./zh/conditions.ts";
import { errnos } from "./zh/errnos.ts";
import { inspector } from "./zh/inspector.ts";
import { join } from "./zh/join.ts";
import { problems } from "./zh/problems.ts";
import { sentences } from "./zh/sentences.ts";
import { shell } from "./zh/shell.ts";
import { stage } from "./zh/stage.ts";
import { timeline } from "./zh/timeline.ts";
import { verbs } from "./zh/verbs.ts";

/** 中文。 */
export const zh: Dictionary = {
  ...shell,
  problems,
  conditions,
  errnos,
  verbs,
  inspector,
  join,
  sentences,
  stage,
  timeline,
};
