import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'vite';

/** A node of the syntax tree (ESTree with TypeScript), as far as the rules look. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

/** A source file, parsed. */
export interface Source {
  /** In the project, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly nodes: readonly Node[];
}

/** What a rule found: where, and what is wrong there. */
export interface Finding {
  readonly rule: string;
  readonly path: string;
  readonly line: number;
  readonly why: string;
}

/** The sources that a check is about. A rule asks for files by path; one that is gone is itself a finding. */
export class Tree {
  readonly sources: ReadonlyMap<string, Source>;

  constructor(files: ReadonlyMap<string, string>) {
    this.sources = new Map([...files].map(([name, text]) => [name, parsed(name, text)]));
  }

  under(...folders: readonly string[]): readonly Source[] {
    return [...this.sources.values()].filter(({ path: name }) =>
      folders.some((folder) => name.startsWith(folder)),
    );
  }
}

/** Everything that ships, and what says how it is packed; tests and previews do not ship. */
export function shippedSources(root: string): ReadonlyMap<string, string> {
  const names = globSync(
    ['{electron,renderer,shared}/**/*.{ts,tsx,html}', 'build/package/{fuses,configuration}.ts'],
    { cwd: root, exclude: ['**/*.test.*', '**/testing/**', 'renderer/preview/**'] },
  );
  return new Map(
    names
      .map((name) => name.replaceAll('\\', '/'))
      .sort()
      .map((name) => [name, readFileSync(path.join(root, name), 'utf8')]),
  );
}

function parsed(name: string, text: string): Source {
  if (name.endsWith('.html')) return { path: name, text, nodes: [] };
  const { program, errors } = parseSync(name, text);
  if (errors.length > 0) throw new Error(`${name} cannot be parsed: ${errors[0]?.message ?? ''}`);
  return { path: name, text, nodes: [...descend(program as unknown as Node)] };
}

/** A node and all that are in it, outermost first. */
export function* descend(node: Node): Generator<Node> {
  yield node;
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? (value as readonly unknown[]) : [value]) {
      if (isNode(child)) yield* descend(child);
    }
  }
}

function isNode(value: unknown): value is Node {
  return (
    typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
  );
}

/** The node under a key, if there is one. */
export function child(node: Node | undefined, key: string): Node | undefined {
  const value = node?.[key];
  return isNode(value) ? value : undefined;
}

/** The nodes under a key. */
export function children(node: Node | undefined, key: string): readonly Node[] {
  const value = node?.[key];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/** A node as it is written, white space aside. */
export function written(source: Source, node: Node | undefined): string {
  return node === undefined ? '' : source.text.slice(node.start, node.end).replaceAll(/\s+/gu, ' ');
}

/** Calls (and constructions) whose callee is written so; a pattern is matched against the whole of it. */
export function calls(source: Source, callee: string | RegExp): readonly Node[] {
  return source.nodes.filter((node) => {
    if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return false;
    const name = written(source, child(node, 'callee')).replaceAll('?.', '.');
    return typeof callee === 'string' ? name === callee : callee.test(name);
  });
}

/** The properties of an object literal by name; a spread or a computed name has none, and stands under `…`. */
export function properties(object: Node | undefined): ReadonlyMap<string, Node> {
  const named = children(object, 'properties').map((property) => {
    if (property.type !== 'Property' || property['computed'] === true) return ['…', property] as const;
    const key = child(property, 'key');
    const name = key?.['name'] ?? key?.['value'];
    return [typeof name === 'string' ? name : '…', child(property, 'value') ?? property] as const;
  });
  return new Map(named);
}

/** The object literal that a constant is set to, casts and `satisfies` aside. */
export function constantObject(source: Source, name: string): Node | undefined {
  const declared = source.nodes.find(
    (node) => node.type === 'VariableDeclarator' && child(node, 'id')?.['name'] === name,
  );
  let value = child(declared, 'init');
  while (value !== undefined && /^TS(?:As|Satisfies)Expression$/u.test(value.type)) {
    value = child(value, 'expression');
  }
  return value?.type === 'ObjectExpression' ? value : undefined;
}

/** A function declared by that name in a file. */
export function functionNamed(source: Source, name: string): Node | undefined {
  return source.nodes.find(
    (node) => node.type === 'FunctionDeclaration' && child(node, 'id')?.['name'] === name,
  );
}

/** The value of a literal; undefined for everything that is worked out at run time. */
export function literal(node: Node | undefined): string | number | boolean | undefined {
  const value = node?.type === 'Literal' ? node['value'] : undefined;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : undefined;
}

export function lineOf(source: Source, node: Node | undefined): number {
  return source.text.slice(0, node?.start ?? 0).split('\n').length;
}
