import { execFile } from 'node:child_process';
import type { Dialog, OpenDialogOptions, OpenDialogReturnValue } from 'electron';
import { NotInRuntimeError } from '../closed.ts';
import { warnOnce } from '../warn-once.ts';

export interface DialogParts {
  readonly headless: boolean;
  /** The program that shows dialogs where there is a screen; another one in tests. */
  readonly program?: string;
}

/** `dontAddToRecent` and `createDirectory` hold anyway: the program notes nothing, and lets folders be made. */
const PROPERTIES: ReadonlySet<string> = new Set([
  'openFile',
  'openDirectory',
  'multiSelections',
  'createDirectory',
  'dontAddToRecent',
]);
/** GTK's dialog has its own word on the button. */
const OPTIONS: ReadonlySet<string> = new Set(['title', 'buttonLabel', 'filters', 'properties']);

/** Between the paths that the program prints; a path may hold anything else but NUL, which no argument can. */
const SEPARATOR = '\u001E';
const NOTHING: OpenDialogReturnValue = { canceled: true, filePaths: [] };

/**
 * `dialog.showOpenDialog`, by the desktop's `zenity`. Without a screen, or without that program, every dialog is closed at
 * once, and that is said. A test puts its own function in its place, as with Electron.
 */
export function createDialog({ headless, program = 'zenity' }: DialogParts): Pick<Dialog, 'showOpenDialog'> {
  return {
    showOpenDialog: async (first: object, second?: OpenDialogOptions) => {
      const options: OpenDialogOptions = second ?? first;
      checkOptions(options);
      if (headless) {
        warnOnce('there is no screen, so each dialog is closed at once');
        return NOTHING;
      }
      return show(program, dialogArguments(options));
    },
  };
}

/** What `zenity` is called with for a dialog. */
export function dialogArguments({
  title,
  properties = [],
  filters = [],
}: OpenDialogOptions): readonly string[] {
  return [
    '--file-selection',
    `--title=${title ?? ''}`,
    `--separator=${SEPARATOR}`,
    ...(properties.includes('openDirectory') ? ['--directory'] : []),
    ...(properties.includes('multiSelections') ? ['--multiple'] : []),
    ...filters.map(
      ({ name, extensions }) =>
        `--file-filter=${name} | ${extensions.map((each) => (each === '*' ? '*' : `*.${each}`)).join(' ')}`,
    ),
  ];
}

async function show(program: string, args: readonly string[]): Promise<OpenDialogReturnValue> {
  return new Promise((resolve) => {
    execFile(program, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }, (error, stdout) => {
      if (error?.code === 'ENOENT') warnOnce(`${program} is not there, so each dialog is closed at once`);
      const filePaths = stdout
        .replace(/\n$/, '')
        .split(SEPARATOR)
        .filter((path) => path !== '');
      resolve(error === null && filePaths.length > 0 ? { canceled: false, filePaths } : NOTHING);
    });
  });
}

function checkOptions(options: OpenDialogOptions): void {
  for (const name of Object.keys(options)) {
    if (!OPTIONS.has(name)) throw new NotInRuntimeError(`dialog.showOpenDialog option ${name}`);
  }
  for (const name of options.properties ?? []) {
    if (!PROPERTIES.has(name)) throw new NotInRuntimeError(`dialog.showOpenDialog property ${name}`);
  }
}
