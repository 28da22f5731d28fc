import { CALL_CHANNEL, PUSH_CHANNEL } from '../../electron/ipc/channels.ts';
import type { CallName, ResponseOf } from '../../shared/contract/calls.ts';
import type { PayloadOf, PushName } from '../../shared/contract/pushes.ts';
import type { Result } from '../../shared/result.ts';
import type { RunningConsole } from './launch-console.ts';

type Console = Pick<RunningConsole, 'app'>;

/** Lets the main process say something to the page, so that what else passes in a moment stays to be looked at. */
export async function tellPage<Name extends PushName>(
  { app }: Console,
  name: Name,
  payload: PayloadOf<Name>,
): Promise<void> {
  await app.evaluate(
    ({ BrowserWindow }, [channel, ...message]) => {
      BrowserWindow.getAllWindows()[0]!.webContents.send(channel, ...message);
    },
    [PUSH_CHANNEL, name, payload] as const,
  );
}

/** From now on this call gets this answer, and no other call gets any. */
export async function answerCall<Name extends CallName>(
  { app }: Console,
  name: Name,
  result: Result<ResponseOf<Name>>,
): Promise<void> {
  await app.evaluate(
    ({ ipcMain }, [channel, wanted, answer]) => {
      ipcMain.removeHandler(channel);
      ipcMain.handle(channel, async (_event, called) =>
        called === wanted ? answer : new Promise(() => undefined),
      );
    },
    [CALL_CHANNEL, name, result] as const,
  );
}
