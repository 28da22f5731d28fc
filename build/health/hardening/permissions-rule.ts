import { must, type Rule } from './rule.ts';
import { calls, children, functionNamed, literal, written } from './tree.ts';

const HANDLERS = ['setPermissionRequestHandler', 'setPermissionCheckHandler', 'setDevicePermissionHandler'];

export const permissionsRule: Rule = {
  name: 'permissions',
  asks: 'every permission is denied but copying a text; the page has no network and no download',
  look(tree, report) {
    const main = must(tree, 'electron/main.ts', report);
    for (const guard of ['guardPermissions', 'guardNetwork']) {
      const called = main === undefined ? [] : calls(main, guard);
      const first = children(called[0], 'arguments')[0];
      if (main !== undefined && written(main, first) !== 'session.defaultSession') {
        report(main, `${guard} does not guard the session`, called[0]);
      }
    }
    const permissions = must(tree, 'electron/security/permissions.ts', report);
    if (permissions !== undefined) {
      for (const name of HANDLERS) {
        if (calls(permissions, `session.${name}`).length !== 1) report(permissions, `${name} is not set`);
      }
      const granted = calls(permissions, 'Set').flatMap((call) =>
        children(children(call, 'arguments')[0], 'elements').map((element) => literal(element)),
      );
      if (granted.join() !== 'clipboard-sanitized-write') report(permissions, `grants ${granted.join(', ')}`);
      const may = functionNamed(permissions, 'mayHave');
      if (!written(permissions, may).includes('return GRANTED.has(permission) && isAppUrl(requestingUrl);')) {
        report(permissions, 'mayHave does not ask who wants what', may);
      }
      for (const call of calls(permissions, 'callback')) {
        if (!written(permissions, call).startsWith('callback(details.isMainFrame && mayHave(')) {
          report(permissions, 'answers without asking', call);
        }
      }
      const device = calls(permissions, 'session.setDevicePermissionHandler')[0];
      if (!written(permissions, device).endsWith('(() => false)'))
        report(permissions, 'allows devices', device);
    }
    const network = must(tree, 'electron/security/network.ts', report);
    if (network !== undefined) {
      const [request] = calls(network, 'session.webRequest.onBeforeRequest');
      const [listener] = children(request, 'arguments');
      if (
        !/\{ cancel: !mayLoad\(details\.url, options\.developerTools\) \}/u.test(written(network, listener))
      ) {
        report(network, 'does not cancel what the page may not load', request);
      }
      const download = calls(network, 'session.on').find(
        (call) => literal(children(call, 'arguments')[0]) === 'will-download',
      );
      if (!written(network, download).includes('event.preventDefault()'))
        report(network, 'lets a download through');
    }
    for (const source of tree.under('electron/')) {
      if (source.path === 'electron/security/permissions.ts') continue;
      for (const call of calls(source, new RegExp(`(?:${HANDLERS.join('|')})$`, 'u'))) {
        report(source, 'a second permission handler replaces the first', call);
      }
    }
  },
};
