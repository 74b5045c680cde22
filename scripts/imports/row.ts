/**
 * Who may import whom. A file belongs to the row with the longest matching `area`; inside its own
 * area it may import freely. In `area`, `*` stands for one folder, and each such folder is an area
 * of its own.
 *
 * `may` lists what else is allowed: an npm package (with its subpaths), one entry of a workspace
 * package, another area, or a pattern with `*`. `mayNot` takes away from `may`. `inTests` lists the
 * areas that only tests and fixtures may import besides. `without` lists identifiers that must not be
 * named at all. Type imports count like any other.
 */
export interface Row {
  readonly area: string;
  readonly may: readonly string[];
  readonly mayNot?: readonly string[];
  readonly inTests?: readonly string[];
  readonly without?: readonly string[];
}

/** Time is a parameter of the model, and what it draws on is none of its business. */
export const AMBIENT = [
  "Date",
  "performance",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "requestAnimationFrame",
  "requestIdleCallback",
  "document",
  "window",
  "globalThis",
  "navigator",
  "process",
  "React",
];
