import { contextBridge, ipcRenderer, webUtils, type IpcRendererEvent } from 'electron';
import type { MedminderApi } from '../shared/contract/api.ts';
import { takeDrops, type DropTarget } from './files/take-drops.ts';
import { CALL_CHANNEL, DROP_CHANNEL, PUSH_CHANNEL } from './ipc/channels.ts';

/** Only the preload has a DOM, so this room is checked without one. */
declare const window: DropTarget;

/**
 * All that the page can reach. Two methods, typed by the contract; whether a call exists and may be made is decided on
 * the other side, where the page cannot argue.
 */
const api: MedminderApi = {
  call: (name, request) =>
    ipcRenderer.invoke(CALL_CHANNEL, name, request) as ReturnType<typeof api.call<typeof name>>,
  listen: (name, listener) => {
    const relay = (_event: IpcRendererEvent, pushed: unknown, payload: unknown): void => {
      if (pushed === name) listener(payload as Parameters<typeof listener>[0]);
    };
    ipcRenderer.on(PUSH_CHANNEL, relay);
    return () => {
      ipcRenderer.off(PUSH_CHANNEL, relay);
    };
  },
};

contextBridge.exposeInMainWorld('medminder', api);

takeDrops(window, {
  pathOf: (file) => webUtils.getPathForFile(file),
  send: (paths) => {
    ipcRenderer.send(DROP_CHANNEL, paths);
  },
});
