/**
 * Moves the chunks before the index `until` to `free`, for reuse. All chunks before `first` have been
 * released already and are undefined.
 * @returns the index of the first chunk that is still in use
 */
export function releaseChunks<T>(
  chunks: (T | undefined)[],
  free: T[],
  first: number,
  until: number,
): number {
  const end = Math.max(first, Math.min(until, chunks.length));
  for (let at = first; at < end; at++) {
    const chunk = chunks[at];
    if (chunk !== undefined) free.push(chunk);
    chunks[at] = undefined;
  }
  return end;
}
