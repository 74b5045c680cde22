import type { Row } from "../row.ts";

const PAGE = [
  "react",
  "react-dom",
  "zustand",
  "fflate",
  "@sockscope/protocol",
  "@sockscope/trace",
  "@sockscope/lessons",
  "@sockscope/lessons/contents",
  "@sockscope/programs/ids",
  "@sockscope/programs/listings",
];

const FOLDERS = "apps/web/src/*";
const FEATURES = "apps/web/src/features/*";

/** What the rest of the page sees of the store: `index.ts` and `hooks.ts`. */
const STORE = "apps/web/src/store";
/** The state itself. The folders of the store read and change it; it knows only their types. */
const STATE = `${STORE}/store.ts`;
const PREFERENCES = `${STORE}/preferences`;
const PLAYBACK = `${STORE}/playback`;
const SESSION = `${STORE}/session`;
const RECORDINGS = `${STORE}/recordings`;
const COMMANDS = `${STORE}/commands`;
const LESSONS = `${STORE}/lessons`;

const MODEL = ["@sockscope/protocol", "@sockscope/trace"];

const storeRows: readonly Row[] = [
  { area: STORE, may: [...PAGE, STATE, ...foldersUpTo(LESSONS)] },
  { area: STATE, may: ["zustand", ...MODEL, ...foldersUpTo(LESSONS)] },
  { area: PREFERENCES, may: [STATE] },
  { area: PLAYBACK, may: [...MODEL, STATE] },
  { area: SESSION, may: [...MODEL, STATE, ...foldersUpTo(PLAYBACK)] },
  { area: RECORDINGS, may: [...MODEL, STATE, ...foldersUpTo(SESSION)] },
  { area: COMMANDS, may: [...MODEL, STATE, ...foldersUpTo(SESSION)] },
  { area: LESSONS, may: [...MODEL, "@sockscope/lessons", STATE, ...foldersUpTo(COMMANDS)] },
];

/** The store's folders from the lowest one up to this one. */
function foldersUpTo(highest: string): readonly string[] {
  const order = [PREFERENCES, PLAYBACK, SESSION, RECORDINGS, COMMANDS, LESSONS];
  return order.slice(0, order.indexOf(highest) + 1);
}

/** Only the files that put the page together know the features; a feature knows no other one. */
export const webRows: readonly Row[] = [
  // Before the patterns: of two areas of one length the first counts.
  ...storeRows,
  { area: "apps/web/src", may: [...PAGE, FOLDERS, FEATURES, STORE] },
  { area: FOLDERS, may: [...PAGE, FOLDERS, STORE] },
  // The lessons' session is a script of its own: what shows a lesson imports it directly.
  { area: FEATURES, may: [...PAGE, FOLDERS, STORE, LESSONS] },
];
