// SECURITY: docs/threat-model.md#ipc — only the top frame of our own page, in a window of ours, may call.
import type { WebContents, WebFrameMain } from 'electron';
import { isAppUrl } from '../security/app-url.ts';

type Sender = {
  readonly senderFrame: Pick<WebFrameMain, 'url' | 'parent'> | null;
  readonly sender: Pick<WebContents, 'id'>;
};

/** True if a message comes from the top frame of the app's page in one of the given windows. */
export function isTrustedSender(event: Sender, ownContents: ReadonlySet<number>): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame.parent === null && isAppUrl(frame.url) && ownContents.has(event.sender.id);
}
