import { lineOf, type Finding, type Node, type Source, type Tree } from './tree.ts';

/** One rule of hardening: what it asks, and how it looks. It reports what breaks it. */
export interface Rule {
  readonly name: string;
  readonly asks: string;
  readonly look: (tree: Tree, report: Report) => void;
}

/** Reports a finding at a node of a file, or at the file where something is missing. */
export type Report = (at: Source | string, why: string, node?: Node) => void;

/** Runs rules over a tree. A file that a rule cannot do without and that is gone is a finding of that rule. */
export function look(rules: readonly Rule[], tree: Tree): readonly Finding[] {
  const findings: Finding[] = [];
  for (const rule of rules) {
    rule.look(tree, (at, why, node) => {
      const [path, line] = typeof at === 'string' ? [at, 1] : [at.path, lineOf(at, node)];
      findings.push({ rule: rule.name, path, line, why });
    });
  }
  return findings;
}

/** A file that the rule is about; reported when there is none. */
export function must(tree: Tree, path: string, report: Report): Source | undefined {
  const source = tree.sources.get(path);
  if (source === undefined) report(path, 'is gone, and the rule cannot be checked without it');
  return source;
}
