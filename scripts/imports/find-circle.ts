/** A file or a package, and one that it imports. */
export type Edge = readonly [from: string, to: string];

/** The first circle found, as the names along it; null when there is none. */
export function findCircle(edges: readonly Edge[]): readonly string[] | null {
  const next = new Map<string, Set<string>>();
  for (const [from, to] of edges) next.set(from, (next.get(from) ?? new Set()).add(to));
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]): readonly string[] | null => {
    if (path.includes(name)) return [...path.slice(path.indexOf(name)), name];
    if (done.has(name)) return null;
    for (const to of next.get(name) ?? []) {
      const circle = visit(to, [...path, name]);
      if (circle !== null) return circle;
    }
    done.add(name);
    return null;
  };
  for (const name of next.keys()) {
    const circle = visit(name, []);
    if (circle !== null) return circle;
  }
  return null;
}
