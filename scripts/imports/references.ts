import { parseSync } from "vite";

/** One place where a file names a module; `specifier` is null when it is computed. */
export interface Reference {
  readonly specifier: string | null;
  readonly line: number;
}

/** What the rules need to know of a file. Parsing costs most of their time, so each file is parsed once. */
export interface ParsedFile {
  /** From the repository's folder, with `/` between its parts. */
  readonly path: string;
  readonly references: readonly Reference[];
  /** Identifiers that are not mere property names, each with the line of its first use. */
  readonly identifiers: ReadonlyMap<string, number>;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [field: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "type" in value && "start" in value;

/** The text of a string literal or of a template without holes; null for anything computed. */
function literalText(node: unknown): string | null {
  if (!isNode(node)) return null;
  if (node.type === "Literal") return typeof node["value"] === "string" ? node["value"] : null;
  if (node.type === "TSLiteralType") return literalText(node["literal"]);
  if (node.type !== "TemplateLiteral") return null;
  const quasis = node["quasis"] as readonly { readonly value: { readonly cooked: string } }[];
  return quasis.length === 1 ? (quasis[0]?.value.cooked ?? null) : null;
}

/** The function that a call names: `require`, or the last name of `process.getBuiltinModule`. */
function calleeName(callee: unknown): unknown {
  if (!isNode(callee)) return undefined;
  if (callee.type === "MemberExpression" && isNode(callee["property"])) {
    return callee["property"]["name"];
  }
  return callee["name"];
}

/** What a node imports: no entry for most nodes, several for a glob. */
function specifiersOf(node: Node): readonly (string | null)[] {
  switch (node.type) {
    case "ImportDeclaration":
    case "ImportExpression":
    case "TSImportType":
      return [literalText(node["source"] ?? node["argument"])];
    case "ExportAllDeclaration":
    case "ExportNamedDeclaration":
      return node["source"] === null ? [] : [literalText(node["source"])];
    case "TSExternalModuleReference":
      return [literalText(node["expression"])];
    case "CallExpression": {
      const name = calleeName(node["callee"]);
      const [first] = node["arguments"] as readonly unknown[];
      if (name === "require" || name === "getBuiltinModule") return [literalText(first)];
      if (name !== "glob") return [];
      const patterns =
        isNode(first) && first.type === "ArrayExpression" ? first["elements"] : [first];
      // One with "!" takes away from the others.
      return (patterns as readonly unknown[])
        .map(literalText)
        .filter((pattern) => pattern?.startsWith("!") !== true);
    }
    default:
      return [];
  }
}

const isPropertyName = (node: Node, parent: Node, field: string): boolean =>
  parent["computed"] !== true &&
  ((field === "property" && parent.type === "MemberExpression") ||
    (field === "key" && parent["shorthand"] !== true) ||
    (field === "right" && parent.type === "TSQualifiedName")) &&
  node.type === "Identifier";

const TRIPLE_SLASH = /^\/\s*<reference\s+(?:types|path)\s*=\s*["']([^"']+)["']/;

/** Says on which line an offset of this text lies, counted from 1. */
function linesIn(source: string): (offset: number) => number {
  const ends: number[] = [];
  for (let at = source.indexOf("\n"); at >= 0; at = source.indexOf("\n", at + 1)) ends.push(at);
  return (offset) => {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  };
}

/** Reads TypeScript or TSX source without running it. Throws on a syntax error. */
export function parseFile(path: string, source: string): ParsedFile {
  const { program, comments, errors } = parseSync(path, source);
  const [problem] = errors;
  if (problem !== undefined) throw new Error(`${path}: ${problem.message}`);
  const references: Reference[] = [];
  const identifiers = new Map<string, number>();
  const lineOf = linesIn(source);
  const walk = (node: Node) => {
    for (const specifier of specifiersOf(node)) {
      references.push({ specifier, line: lineOf(node.start) });
    }
    for (const [field, value] of Object.entries(node)) {
      for (const child of Array.isArray(value) ? (value as readonly unknown[]) : [value]) {
        if (!isNode(child)) continue;
        const name = child["name"];
        if (typeof name === "string" && !isPropertyName(child, node, field)) {
          if (!identifiers.has(name)) identifiers.set(name, lineOf(child.start));
        }
        walk(child);
      }
    }
  };
  walk(program as unknown as Node);
  for (const comment of comments) {
    const specifier = TRIPLE_SLASH.exec(comment.value)?.[1];
    if (specifier !== undefined) references.push({ specifier, line: lineOf(comment.start) });
  }
  return { path, references, identifiers };
}
