import { LIMITS } from "@sockscope/protocol";
import type { RecordingTrouble } from "../../store/index.ts";
import { countText } from "../formats.ts";

/** The dialog of recordings, and what is said while one is shown. */
export const recordings = {
  title: "Recordings",
  close: "Close",
  about:
    "Every session is recorded on this computer while it runs. Opening a recording only plays it: no socket is opened.",
  limits: (each: number, all: number, count: number) =>
    `A recording has at most ${each} MiB, all ${count} together ${all} GiB; after that the oldest without a name are deleted at the next start.`,
  empty: "There is no recording yet.",
  loading: "Looking…",
  reading: (events: number) => `Reading: ${countText(events)} events`,
  cancel: "Cancel",
  import: "Import a file…",
  importing: "Importing…",
  nameless: "Session",
  open: "Open",
  openOf: (name: string) => `Open ${name}`,
  download: "Download",
  downloadOf: (name: string) => `Download ${name}`,
  rename: "Name",
  renameOf: (name: string) => `Name ${name}`,
  name: "Name of the recording",
  save: "Save",
  remove: "Delete",
  removeOf: (name: string) => `Delete ${name}`,
  sure: "Delete it for good?",
  keep: "Keep",
  states: {
    own: "this session, being recorded",
    live: "another session, perhaps still being recorded",
    whole: "",
    cut: "cut off",
  },
  cutMeans:
    "The program was killed. Everything that was shown by then is there, unless the machine itself went down.",
  banner: "Recording",
  bannerMeans: "played from its file; nothing runs",
  back: "Back to live (L)",
  events: (events: number) => `${countText(events)} events`,
  torn: "Its last line was cut off and is left out.",
  more: (shown: number) => `It is longer: only the first ${countText(shown)} are shown.`,
  others: "Recordings…",
  last: "Open the last session again",
  problems: {
    "unknown-recording": () => "This recording is no longer there.",
    "not-a-recording": () => "This is not a recording of Sockscope.",
    "newer-format": () =>
      "This recording was made by a newer Sockscope. Update this one to open it.",
    "too-large": () => "This file is too large.",
    "line-too-long": (line: number) =>
      `This is not a recording of Sockscope: line ${line} has more than ${LIMITS.recordingLine / 2 ** 20} MiB.`,
    "not-utf8": (line: number) =>
      `Line ${line} of the recording is not valid UTF-8: bytes of it were changed or lost.`,
    "bad-line": (line: number) => `The recording is damaged: line ${line} cannot be understood.`,
    "bad-name": () => "A name has at most 80 characters, all of them visible.",
    "no-room": () => "There are too many recordings. Delete some first.",
    "in-use": () => "This recording is still being written, or was half a minute ago.",
    "no-folder": () => "Nothing can be kept on this computer's disk just now.",
    failed: () => "Sockscope itself has failed here. Its terminal says more.",
    "link-lost": () => "The server cannot be reached.",
    "page-failed": () =>
      "This page has made a mistake while it read the recording. Reload it and try again.",
  } satisfies Record<RecordingTrouble["code"], (line: number) => string>,
};
