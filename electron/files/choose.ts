// SECURITY: docs/threat-model.md#files — a dialog's words are fixed: nothing of an event, a name or a request is in them.
import { dialog, type BrowserWindow, type OpenDialogOptions } from 'electron';
import type { ChooseWhat } from '../ipc/engine-messages.ts';

/** What each dialog says and lets a person pick. Recently used files of the system would name them: `dontAddToRecent`. */
export const DIALOGS: Readonly<Record<ChooseWhat, OpenDialogOptions>> = {
  'import-files': {
    title: 'Import audit files',
    buttonLabel: 'Choose',
    properties: ['openFile', 'multiSelections', 'dontAddToRecent'],
    filters: [
      { name: 'Audit files', extensions: ['ndjson', 'jsonl', 'json', 'gz'] },
      { name: 'All files', extensions: ['*'] },
    ],
  },
  'import-folder': {
    title: 'Import a folder of audit files',
    buttonLabel: 'Choose',
    properties: ['openDirectory', 'dontAddToRecent'],
  },
  'export-folder': {
    title: 'Export into a folder',
    buttonLabel: 'Choose',
    properties: ['openDirectory', 'createDirectory', 'dontAddToRecent'],
  },
  'settings-file': {
    title: 'Open a settings file',
    buttonLabel: 'Open',
    properties: ['openFile', 'dontAddToRecent'],
    filters: [
      { name: 'Settings', extensions: ['json'] },
      { name: 'All files', extensions: ['*'] },
    ],
  },
};

/**
 * Shows the system's dialogs over the console's window, one at a time. Null where the person closed it, where another one
 * is open, and where there is no window or it went meanwhile.
 */
export class FileDialogs {
  readonly #window: () => BrowserWindow | undefined;
  #open = false;

  constructor(window: () => BrowserWindow | undefined) {
    this.#window = window;
  }

  readonly choose = async (what: ChooseWhat): Promise<readonly string[] | null> => {
    const window = this.#window();
    if (this.#open || window === undefined || window.isDestroyed()) return null;
    this.#open = true;
    const gone = Promise.withResolvers<null>();
    const onClosed = (): void => {
      gone.resolve(null);
    };
    window.once('closed', onClosed);
    try {
      const answer = await Promise.race([dialog.showOpenDialog(window, DIALOGS[what]), gone.promise]);
      return answer === null || answer.canceled || answer.filePaths.length === 0 ? null : answer.filePaths;
    } finally {
      window.removeListener('closed', onClosed);
      this.#open = false;
    }
  };
}
