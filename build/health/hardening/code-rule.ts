import type { Rule } from './rule.ts';
import { calls, child, children, literal, written, type Node, type Source } from './tree.ts';

/** Callees that make code of text, leave the sandbox, or open something outside. */
const CALLEES: readonly (readonly [callee: RegExp, why: string])[] = [
  [/^(?:globalThis\.|window\.)?(?:eval|Function)$/u, 'makes code of text'],
  [/\.executeJavaScript(?:InIsolatedWorld)?$|\.insertCSS$/u, 'puts code into a page'],
  [/\.insertAdjacentHTML$|^document\.write(?:ln)?$|\.createContextualFragment$/u, 'makes markup of text'],
  [/(?:^|\.)openExternal$|(?:^|\.)openPath$/u, 'opens something outside of the app'],
];
const PROPERTIES = /^(?:innerHTML|outerHTML|srcdoc|dangerouslySetInnerHTML)$/u;
const MODULES =
  /^(?:@electron\/remote|electron\/remote|(?:node:)?vm|(?:node:)?child_process|(?:node:)?repl|(?:node:)?inspector)$/u;

/** Also looked for in what was built: {@link lookAtCode}. */
export const codeRule: Rule = {
  name: 'code-from-text',
  asks: 'nothing runs text as code, renders it as markup, opens it outside, or starts a program',
  look(tree, report) {
    for (const source of tree.under('electron/', 'renderer/', 'shared/')) lookAtCode(source, report);
  },
};

export function lookAtCode(source: Source, report: (at: Source, why: string, node?: Node) => void): void {
  for (const [callee, why] of CALLEES) {
    for (const call of calls(source, callee))
      report(source, `${written(source, child(call, 'callee'))} ${why}`, call);
  }
  for (const call of calls(source, /^(?:window\.|globalThis\.)?set(?:Timeout|Interval)$/u)) {
    if (typeof literal(children(call, 'arguments')[0]) === 'string')
      report(source, 'a timer that runs text', call);
  }
  for (const node of source.nodes) {
    if (node.type === 'ImportDeclaration' || node.type === 'ImportExpression') {
      const from = String(literal(child(node, 'source')));
      if (MODULES.test(from)) report(source, `loads ${from}`, node);
    }
    if (node.type === 'AssignmentExpression') {
      const property = written(source, child(child(node, 'left'), 'property'));
      if (PROPERTIES.test(property)) report(source, `sets ${property}`, node);
    }
    if (node.type === 'JSXAttribute' || node.type === 'Property') {
      const name = written(source, child(node, node.type === 'Property' ? 'key' : 'name'));
      if (PROPERTIES.test(name)) report(source, `sets ${name}`, node);
    }
  }
  for (const call of calls(source, 'require')) {
    const from = String(literal(children(call, 'arguments')[0]));
    if (MODULES.test(from)) report(source, `loads ${from}`, call);
  }
}
