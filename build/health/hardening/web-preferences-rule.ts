import { must, type Rule } from './rule.ts';
import { calls, child, children, descend, functionNamed, literal, properties, written } from './tree.ts';

const EXPECTED: Readonly<Record<string, boolean>> = {
  sandbox: true,
  contextIsolation: true,
  webSecurity: true,
  safeDialogs: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
};
/** Besides the expected: what may be set to something else. */
const FREE = new Set(['preload', 'spellcheck', 'devTools']);
const FACTORY = 'electron/security/web-preferences.ts';
const WINDOWS = /^(?:electron\.)?(?:BrowserWindow|BrowserView|WebContentsView)$/u;
/** Switches of Chromium that undo what the preferences say. */
const LOOSE =
  /no-sandbox|disable-web-security|remote-debugging|disable-site-isolation|ignore-certificate|js-flags/u;

export const webPreferencesRule: Rule = {
  name: 'web-preferences',
  asks: 'every window is sandboxed, isolated and without Node; developer tools only unpackaged',
  look(tree, report) {
    for (const source of tree.under('electron/')) {
      for (const made of calls(source, WINDOWS)) {
        const [options] = children(made, 'arguments');
        const last = children(options, 'properties').findLast(
          (each) => each.type === 'SpreadElement' || written(source, child(each, 'key')) === 'webPreferences',
        );
        if (!written(source, child(last, 'value')).startsWith('securePreferences(')) {
          report(source, 'a window whose preferences are not securePreferences()', made);
        }
      }
      for (const node of source.nodes) {
        if (node.type !== 'Property') continue;
        const expected = EXPECTED[written(source, child(node, 'key'))];
        if (expected !== undefined && literal(child(node, 'value')) === !expected) {
          report(source, `sets ${written(source, node)}`, node);
        }
      }
      for (const call of calls(source, /appendSwitch|appendArgument/u)) {
        if (LOOSE.test(written(source, call)))
          report(source, `loosens Chromium: ${written(source, call)}`, call);
      }
    }
    const factory = must(tree, FACTORY, report);
    if (factory !== undefined) {
      const body = functionNamed(factory, 'securePreferences');
      const returned = [...(body === undefined ? [] : descend(body))].filter(
        (node) => node.type === 'ReturnStatement',
      );
      const set = properties(child(returned[0], 'argument'));
      if (returned.length !== 1) report(factory, 'does not return one object', body);
      for (const [name, expected] of Object.entries(EXPECTED)) {
        if (literal(set.get(name)) !== expected) report(factory, `${name} is not ${expected}`, set.get(name));
      }
      for (const [name, value] of set) {
        if (!(name in EXPECTED) && !FREE.has(name))
          report(factory, `${name} is not known to this rule`, value);
      }
      if (written(factory, set.get('devTools')) !== 'options.developerTools') {
        report(factory, 'devTools is not what the caller decides', set.get('devTools'));
      }
    }
    const main = must(tree, 'electron/main.ts', report);
    if (main === undefined) return;
    const tools = main.nodes.find(
      (node) => node.type === 'VariableDeclarator' && child(node, 'id')?.['name'] === 'developerTools',
    );
    if (written(main, child(tools, 'init')) !== '!app.isPackaged') {
      report(main, 'developerTools is not !app.isPackaged', tools);
    }
    const refuses = main.nodes.some(
      (node) =>
        node.type === 'IfStatement' &&
        written(main, node) === 'if (app.isPackaged) refuseLooseSwitches(app);',
    );
    if (!refuses) report(main, 'a package would start with switches that loosen it');
    if (calls(main, 'app.enableSandbox').length === 0) report(main, 'the sandbox is not on for all');
  },
};
