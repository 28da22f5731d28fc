import { must, type Rule } from './rule.ts';
import { calls, child, children, descend, functionNamed, literal, written } from './tree.ts';

/** Each must be heard, and stopped. `will-frame-navigate` hears the frames too, which `will-navigate` does not. */
const GUARDED = ['will-frame-navigate', 'will-redirect', 'will-attach-webview'];

export const navigationRule: Rule = {
  name: 'navigation',
  asks: 'every page stays in the app: no foreign navigation, no redirect, no new window, no webview',
  look(tree, report) {
    const main = must(tree, 'electron/main.ts', report);
    if (main !== undefined) {
      const heard = calls(main, 'app.on').filter(
        (call) => literal(children(call, 'arguments')[0]) === 'web-contents-created',
      );
      const guards = heard
        .flatMap((call) => [...descend(call)])
        .filter((node) => node.type === 'CallExpression');
      if (!guards.some((node) => /^guardNavigation\(\w+\)$/u.test(written(main, node)))) {
        report(main, 'not every page is guarded as it is created');
      }
      const ready = calls(main, 'app.whenReady')[0];
      if (heard[0] !== undefined && ready !== undefined && heard[0].start > ready.start) {
        report(main, 'the guard comes after the first window may', heard[0]);
      }
    }
    const guard = must(tree, 'electron/security/navigation.ts', report);
    if (guard !== undefined) {
      const body = functionNamed(guard, 'guardNavigation');
      const inside = body === undefined ? [] : [...descend(body)];
      for (const name of GUARDED) {
        const heard = inside.find(
          (node) => node.type === 'CallExpression' && literal(children(node, 'arguments')[0]) === name,
        );
        const handler = written(guard, children(heard, 'arguments')[1]);
        const stops =
          name === 'will-attach-webview'
            ? /^\(event\) => \{ event\.preventDefault\(\); \}$/u
            : /^\(event\) => \{ if \(!mayNavigate\(event\.url, event\.isMainFrame\)\) event\.preventDefault\(\); \}$/u;
        if (!stops.test(handler)) report(guard, `${name} is not stopped`, heard);
      }
      const [opening] = calls(guard, 'contents.setWindowOpenHandler');
      if (written(guard, children(opening, 'arguments')[0]) !== "() => ({ action: 'deny' })") {
        report(guard, 'a new window is not denied', opening);
      }
      const may = functionNamed(guard, 'mayNavigate');
      if (!written(guard, child(may, 'body')).includes('return isMainFrame && isAppUrl(url);')) {
        report(guard, 'mayNavigate lets more than the app through', may);
      }
    }
    for (const source of tree.under('electron/')) {
      for (const call of calls(source, /\.loadFile$|\.loadURL$/u)) {
        if (!written(source, call).endsWith('.loadURL(APP_URL)')) report(source, 'loads another page', call);
      }
      for (const node of source.nodes) {
        if (node.type === 'Property' && /^action: ['"]allow['"]$/u.test(written(source, node))) {
          report(source, 'allows a new window', node);
        }
      }
      for (const call of calls(source, /setWindowOpenHandler$/u)) {
        if (source.path !== 'electron/security/navigation.ts')
          report(source, 'a second window handler', call);
      }
    }
  },
};
