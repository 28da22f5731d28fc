import { EventEmitter } from 'node:events';
import type { IpcMain, IpcMainEvent, IpcMainInvokeEvent } from 'electron';
import { NotInRuntimeError } from '../closed.ts';
import { makeCloneCodec } from '../clone.ts';
import type { RuntimeFrame } from '../window/frames.ts';
import type { PreloadMessage } from '../window/page-link.ts';

type Handler = Parameters<IpcMain['handle']>[1];

/** Who sent a message, and how to answer it. */
export interface Sender {
  readonly webContents: object;
  readonly frame: RuntimeFrame;
  readonly reply: (kind: 'message' | 'result' | 'failure', id: number, channel: string, text: string) => void;
}

/** The API, and the entrance for messages of the pages. */
export interface IpcMainParts {
  readonly ipcMain: Pick<
    IpcMain,
    | 'handle'
    | 'handleOnce'
    | 'removeHandler'
    | 'on'
    | 'once'
    | 'off'
    | 'addListener'
    | 'removeListener'
    | 'removeAllListeners'
    | 'listenerCount'
    | 'emit'
  >;
  readonly receive: (message: PreloadMessage, sender: Sender) => void;
}

/** `ipcMain`, with Electron's error texts. */
export function createIpcMain(): IpcMainParts {
  const codec = makeCloneCodec();
  const events = new EventEmitter();
  const handlers = new Map<string, Handler>();

  const handle = (channel: string, handler: Handler): void => {
    if (handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    if (typeof handler !== 'function')
      throw new TypeError(`Expected handler to be a function, but found type '${typeof handler}'`);
    handlers.set(channel, handler);
  };

  const invoke = async (message: PreloadMessage, sender: Sender): Promise<void> => {
    const { channel, id } = message;
    try {
      const handler = handlers.get(channel);
      if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
      const args = codec.decode(message.args) as unknown[];
      const result: unknown = await handler(eventOf(sender) as unknown as IpcMainInvokeEvent, ...args);
      sender.reply('result', id, channel, codec.encode(result));
    } catch (error) {
      // Electron hands the page `String(error)` behind a fixed preface, and nothing else of the error.
      sender.reply('failure', id, channel, String(error));
    }
  };

  return {
    ipcMain: {
      handle,
      handleOnce: (channel, handler) => {
        handle(channel, (event, ...args) => {
          handlers.delete(channel);
          return handler(event, ...(args as unknown[])) as unknown;
        });
      },
      removeHandler: (channel) => {
        handlers.delete(channel);
      },
      on: events.on.bind(events) as unknown as IpcMain['on'],
      once: events.once.bind(events) as unknown as IpcMain['once'],
      off: events.off.bind(events) as unknown as IpcMain['off'],
      addListener: events.addListener.bind(events) as unknown as IpcMain['addListener'],
      removeListener: events.removeListener.bind(events) as unknown as IpcMain['removeListener'],
      removeAllListeners: events.removeAllListeners.bind(events) as unknown as IpcMain['removeAllListeners'],
      listenerCount: events.listenerCount.bind(events),
      emit: events.emit.bind(events),
    },
    receive: (message, sender) => {
      if (message.kind === 'invoke') {
        void invoke(message, sender);
        return;
      }
      const event = eventOf(sender);
      const reply = (channel: string, ...args: unknown[]): void => {
        sender.reply('message', 0, channel, codec.encode(args));
      };
      const withReply = Object.assign(event, { reply }) as unknown as IpcMainEvent;
      events.emit(message.channel, withReply, ...(codec.decode(message.args) as unknown[]));
    },
  };
}

function eventOf(sender: Sender): object {
  const event = {
    type: 'frame',
    sender: sender.webContents,
    senderFrame: sender.frame,
    frameId: sender.frame.routingId,
    processId: sender.frame.processId,
    ports: [],
  };
  return Object.defineProperty(event, 'returnValue', { get: refuse, set: refuse });
}

function refuse(): never {
  throw new NotInRuntimeError('IpcMainEvent.returnValue (sendSync)');
}
