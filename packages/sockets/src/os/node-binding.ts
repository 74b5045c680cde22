/**
 * An internal binding of Node, by its name. Null if this Node has none or forbids it. Each caller
 * has a fallback that uses the public API.
 */
export function nodeBinding<T>(name: string): T | null {
  const { binding } = process as unknown as { binding?: (name: string) => T };
  if (typeof binding !== "function") return null;
  try {
    return binding.call(process, name);
  } catch {
    // This Node does not have it, or does not expose it.
    return null;
  }
}
