/** What the command line of the runtime says: Chromium switches, the app, and what is left for the app. */
export interface CommandLine {
  /** The app: a file, or a folder with a package.json. */
  readonly app: string | undefined;
  /** The app's `process.argv` without the first entry: everything but the switches that are for the runtime itself. */
  readonly appArgv: readonly string[];
  readonly switches: ReadonlyMap<string, string>;
  /** True if Playwright's `_electron.launch` started us: it passes exactly these two. */
  readonly playwright: boolean;
}

/** Switches that Electron takes for itself when they stand before the app; the app does not want to see them. */
const OWN_SWITCHES = new Set(['inspect', 'remote-debugging-port', 'no-sandbox', 'headless']);

const SWITCH = /^--([a-z][a-z0-9-]*)(?:=(.*))?$/s;

/** Reads the arguments that follow the executable. The first that is no switch is the app. */
export function parseCommandLine(argv: readonly string[]): CommandLine {
  const switches = new Map<string, string>();
  const appArgv: string[] = [];
  let app: string | undefined;
  for (const argument of argv) {
    const match = SWITCH.exec(argument);
    const name = match?.[1];
    if (name === undefined) {
      app ??= argument;
      appArgv.push(argument);
      continue;
    }
    switches.set(name, match?.[2] ?? '');
    if (!OWN_SWITCHES.has(name)) appArgv.push(argument);
  }
  const playwright = switches.get('remote-debugging-port') === '0' && switches.get('inspect') === '0';
  // Electron's argv keeps its order; the app path is moved to the front so that argv[1] is the app in every mode.
  const ordered = app === undefined ? appArgv : [app, ...appArgv.filter((argument) => argument !== app)];
  return { app, appArgv: ordered, switches, playwright };
}
