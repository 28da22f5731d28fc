// SECURITY: docs/threat-model.md#package — whoever starts the packed app must not open its page to other programs.
import type { App } from 'electron';

/** Switches of Chromium that no fuse turns off: they take the sandbox away, or let another program drive the page. */
export const REFUSED_SWITCHES = [
  'no-sandbox',
  'disable-sandbox',
  'disable-gpu-sandbox',
  'disable-seccomp-filter-sandbox',
  'disable-namespace-sandbox',
  'disable-setuid-sandbox',
  'single-process',
  'in-process-gpu',
  'disable-web-security',
  'disable-site-isolation-trials',
  'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list',
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-debugging-address',
  'remote-allow-origins',
  'load-extension',
  'renderer-cmd-prefix',
  'utility-cmd-prefix',
  'js-flags',
] as const;

type Started = Pick<App, 'exit'> & { readonly commandLine: Pick<App['commandLine'], 'hasSwitch'> };

/** Ends a packed app that was started with such a switch, before it has a window; says which on the terminal. */
export function refuseLooseSwitches(app: Started): void {
  const found = REFUSED_SWITCHES.filter((name) => app.commandLine.hasSwitch(name));
  if (found.length === 0) return;
  console.error(`MedMinder Console does not start with --${found.join(', --')}.`);
  app.exit(1);
}
