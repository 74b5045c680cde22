import { programInfo } from "@sockscope/programs/ids";
import { type CallLine, counterpart, type Listing, listingOf } from "@sockscope/programs/listings";
import { type CallSite, type Verb, verbSchema } from "@sockscope/protocol";
import type { Actor } from "@sockscope/trace";

/** A program in both languages. */
export interface Listings {
  readonly typescript: Listing;
  readonly python: Listing;
}

const known = new Map<string, Listings>();

/** Null for an outsider, and for a program that this page does not know. */
export function listingsOf({
  program,
  concurrency,
}: Pick<Actor, "program" | "concurrency">): Listings | null {
  const info = program === null ? undefined : programInfo(program);
  if (info === undefined) return null;
  const key = `${info.id} ${concurrency}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const wanted = { id: info.id, make: concurrency ?? undefined };
  const listings = {
    typescript: listingOf("typescript", wanted, verbSchema.options),
    python: listingOf("python", wanted, verbSchema.options),
  };
  known.set(key, listings);
  return listings;
}

/** A call in both listings. */
export interface Place {
  /** Where it was made: its program's stack said so. */
  readonly typescript: CallLine;
  /** The same call there; null where the language has none. */
  readonly python: CallLine | null;
}

/** Null if it was made outside what the listing shows. */
export function placeOf(
  { typescript, python }: Listings,
  verb: Verb,
  site: CallSite,
): Place | null {
  if (!typescript.files.some(({ file }) => file === site.file)) return null;
  const call = { ...site, verb };
  return { typescript: call, python: counterpart(call, typescript.calls, python.calls) };
}
