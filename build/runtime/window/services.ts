import type { CdpSession } from '../cdp/connection.ts';
import type { FreshPage, WindowSize } from '../chromium/host.ts';
import type { Sender } from '../process/ipc-main.ts';
import type { UrlMap } from '../url-map.ts';
import type { PreloadMessage } from './page-link.ts';

/** What windows and pages need of the rest of the runtime. */
export interface WindowServices {
  readonly urls: UrlMap;
  readonly headless: boolean;
  /** True if Playwright is there to answer `alert` and `confirm`. */
  readonly dialogsAreAnswered: boolean;
  readonly emitApp: (event: string, ...args: unknown[]) => boolean;
  readonly receiveIpc: (message: PreloadMessage, sender: Sender) => void;
  readonly openPage: (size: WindowSize, pageUrl: string) => Promise<FreshPage>;
  readonly closePage: (targetId: string) => Promise<void>;
  /** Commands to send before a page runs: size, colour scheme. */
  readonly preparePage: (session: CdpSession, size: WindowSize) => readonly Promise<unknown>[];
  readonly sizeOf: (webContentsId: number) => WindowSize;
  readonly defaultSession: object;
}
