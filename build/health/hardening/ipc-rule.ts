import { must, type Report, type Rule } from './rule.ts';
import {
  calls,
  child,
  children,
  descend,
  functionNamed,
  literal,
  written,
  type Node,
  type Source,
} from './tree.ts';

const REGISTER = /^ipcMain\.(?:on|once|handle|handleOnce|addListener|prependListener)$/u;
/** What the page's sender must pass, each by itself enough to refuse. */
const SENDER_CHECKS = [
  'frame !== null',
  'frame.parent === null',
  'isAppUrl(frame.url)',
  'ownContents.has(event.sender.id)',
];

export const ipcRule: Rule = {
  name: 'ipc-senders',
  asks: 'ipcMain only in electron/ipc/, each handler asks first who sends; ipcRenderer only in the preload, never handed on',
  look(tree, report) {
    let handlers = 0;
    for (const source of tree.under('electron/')) {
      const ipc = source.path.startsWith('electron/ipc/');
      for (const node of source.nodes) {
        if (node.type !== 'Identifier') continue;
        if (node['name'] === 'ipcMain' && !ipc) report(source, 'ipcMain outside of electron/ipc/', node);
        if (node['name'] === 'ipcRenderer' && source.path !== 'electron/preload.ts') {
          report(source, 'ipcRenderer outside of the preload', node);
        }
      }
      for (const call of calls(source, REGISTER)) {
        handlers += 1;
        if (!asksWhoSends(source, children(call, 'arguments')[1])) {
          report(source, 'a handler that does not ask first who sends', call);
        }
      }
      for (const call of calls(source, /\.(?:on|once)$/u)) {
        const [name] = children(call, 'arguments');
        if (String(literal(name)).startsWith('ipc-message')) report(source, 'listens past ipcMain', call);
      }
    }
    if (handlers === 0) report('electron/ipc/', 'has no handler: this rule looks in the wrong place');
    lookAtSenderCheck(must(tree, 'electron/ipc/trusted-sender.ts', report), report);
    lookAtPreload(must(tree, 'electron/preload.ts', report), report);
  },
};

/** The handler, or the method it hands the event to, begins with the question. */
function asksWhoSends(source: Source, handler: Node | undefined): boolean {
  const body = child(handler, 'body');
  if (body === undefined) return false;
  const event = written(source, children(handler, 'params')[0]);
  if (beginsWithQuestion(source, body, event)) return true;
  const only = body.type === 'BlockStatement' ? children(body, 'body') : [body];
  const call = only.length === 1 ? (child(only[0], 'expression') ?? only[0]) : undefined;
  const [, name] = /^this\.(#?\w+)\((\w+),/u.exec(written(source, call)) ?? [];
  const method = methodNamed(source, name);
  const first = written(source, children(child(method, 'value'), 'params')[0]).replace(/:.*$/u, '');
  return beginsWithQuestion(source, child(child(method, 'value'), 'body'), first);
}

function beginsWithQuestion(source: Source, body: Node | undefined, event: string): boolean {
  const [first] = children(body, 'body');
  if (first === undefined) return false;
  const refuses =
    first.type === 'IfStatement' &&
    /^(?:return|\{.*\breturn\b)/u.test(written(source, child(first, 'consequent')));
  const test = child(first, 'test');
  if (refuses && test?.type === 'UnaryExpression') {
    return isQuestion(source, child(test, 'argument'), event);
  }
  const [declared] = children(first, 'declarations');
  const chosen = child(declared, 'init');
  return chosen?.type === 'ConditionalExpression' &&
    /^(?:\[\]|null|undefined)$/u.test(written(source, child(chosen, 'alternate')))
    ? isQuestion(source, child(chosen, 'test'), event)
    : false;
}

/** `isTrustedSender(event, …)`, or a method that does nothing else. */
function isQuestion(source: Source, node: Node | undefined, event: string): boolean {
  const asked = written(source, node);
  if (asked.startsWith(`isTrustedSender(${event},`)) return true;
  const [, name] = new RegExp(`^this\\.(#?\\w+)\\(${event}\\)$`, 'u').exec(asked) ?? [];
  const body = child(child(methodNamed(source, name), 'value'), 'body');
  return /^\{ return isTrustedSender\(event, [^;]*; \}$/u.test(written(source, body));
}

function methodNamed(source: Source, name: string | undefined): Node | undefined {
  return source.nodes.find(
    (node) =>
      node.type === 'MethodDefinition' && name !== undefined && written(source, child(node, 'key')) === name,
  );
}

function lookAtSenderCheck(source: Source | undefined, report: Report): void {
  if (source === undefined) return;
  const check = functionNamed(source, 'isTrustedSender');
  const returns = [...(check === undefined ? [] : descend(check))].filter(
    (node) => node.type === 'ReturnStatement',
  );
  const asked = written(source, child(returns[0], 'argument')).split(' && ');
  for (const needed of SENDER_CHECKS) {
    if (returns.length !== 1 || !asked.includes(needed)) report(source, `does not ask ${needed}`, check);
  }
}

function lookAtPreload(source: Source | undefined, report: Report): void {
  if (source === undefined) return;
  if (calls(source, 'contextBridge.exposeInMainWorld').length !== 1) {
    report(source, 'does not expose exactly one object');
  }
  for (const call of calls(source, /^ipcRenderer\./u)) {
    const channel = children(call, 'arguments')[0];
    if (channel?.type !== 'Identifier' || !String(channel['name']).endsWith('_CHANNEL')) {
      report(source, 'a channel that is not one of channels.ts', call);
    }
  }
  const used = source.nodes.filter(
    (node) => node.type === 'Identifier' && node['name'] === 'ipcRenderer',
  ).length;
  const called = calls(source, /^ipcRenderer\.(?:invoke|send|on|off)$/u).length;
  // One more for its import, which names it once or twice (imported and local are one text).
  const imported = source.nodes.filter(
    (node) => node.type === 'ImportSpecifier' && written(source, node) === 'ipcRenderer',
  );
  const namings = imported.reduce((sum, node) => sum + (child(node, 'imported') === undefined ? 1 : 2), 0);
  if (used !== called + namings) report(source, 'hands ipcRenderer on');
}
