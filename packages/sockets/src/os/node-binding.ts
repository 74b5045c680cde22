/**
 * A part of Node's own inside, by its name; null in a Node without it, or one that forbids it. Whoever
 * asks for one has a public way besides.
 */
export function nodeBinding<T>(name: string): T | null {
  const { binding } = process as unknown as { binding?: (name: string) => T };
  if (typeof binding !== "function") return null;
  try {
    return binding.call(process, name);
  } catch {
    // It is not there, or not to be had.
    return null;
  }
}
