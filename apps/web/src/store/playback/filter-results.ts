import type { Filter } from "@sockscope/trace";
import { observable } from "./observable.ts";

/** What the timeline's filter has found; null while nothing is asked for. Grows between frames. */
export const filterResults = observable<Filter | null>(null);
