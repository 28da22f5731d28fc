import type { WebFrameMain } from 'electron';
import { closed } from '../closed.ts';
import type { CdpSession } from '../cdp/connection.ts';
import type { UrlMap } from '../url-map.ts';

interface FrameRecord {
  readonly id: string;
  readonly parentId: string | undefined;
  /** As Chromium reports it. */
  url: string;
}

/** What a frame of this runtime truly knows of itself. */
export type RuntimeFrame = Pick<
  WebFrameMain,
  'url' | 'origin' | 'parent' | 'top' | 'routingId' | 'processId' | 'frameToken' | 'name' | 'isDestroyed'
>;

/** The frame tree of one page, kept from Chromium's own events. */
export class FrameTree {
  readonly #rootId: string;
  readonly #urls: UrlMap;
  readonly #processId: () => number;
  readonly #frames = new Map<string, FrameRecord>();
  readonly #numbers = new Map<string, number>();

  constructor(rootId: string, urls: UrlMap, processId: () => number) {
    this.#rootId = rootId;
    this.#urls = urls;
    this.#processId = processId;
    this.#frames.set(rootId, { id: rootId, parentId: undefined, url: '' });
  }

  watch(session: CdpSession): void {
    session.on('Page.frameAttached', ({ frameId, parentFrameId }) => {
      this.#add(frameId, parentFrameId, '');
    });
    session.on('Page.frameNavigated', ({ frame }) => {
      this.#add(frame.id, frame.parentId, frame.url);
    });
    session.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      const record = this.#frames.get(frameId);
      if (record !== undefined) record.url = url;
    });
    session.on('Page.frameDetached', ({ frameId, reason }) => {
      if (reason === 'remove') this.#frames.delete(frameId);
    });
  }

  /** Asks Chromium for the whole tree; for a request that overtook the event of its own frame. */
  async refresh(session: CdpSession): Promise<void> {
    const { frameTree } = await session.send('Page.getFrameTree');
    const visit = (tree: typeof frameTree): void => {
      if (!this.#frames.has(tree.frame.id)) this.#add(tree.frame.id, tree.frame.parentId, tree.frame.url);
      tree.childFrames?.forEach((child) => {
        visit(child);
      });
    };
    visit(frameTree);
  }

  has(frameId: string): boolean {
    return this.#frames.has(frameId);
  }

  /** The frame as main-process code sees it; `url` overrides what was last reported. */
  frame(frameId: string, url?: string): RuntimeFrame {
    const record = (): FrameRecord =>
      this.#frames.get(frameId) ?? { id: frameId, parentId: undefined, url: '' };
    const appUrl = (): string => this.#urls.fromPage(url ?? record().url);
    const parentId = record().parentId;
    const parent = parentId === undefined ? null : (this.frame(parentId) as WebFrameMain);
    const top = (frameId === this.#rootId ? undefined : (this.frame(this.#rootId) as WebFrameMain)) ?? null;
    const frame: RuntimeFrame = {
      get url() {
        return appUrl();
      },
      get origin() {
        return originOf(appUrl());
      },
      parent,
      top,
      name: '',
      routingId: this.#number(frameId),
      get processId() {
        return 0;
      },
      frameToken: frameId,
      isDestroyed: () => !this.#frames.has(frameId),
    };
    Object.defineProperty(frame, 'processId', { get: this.#processId, enumerable: true });
    const shown = closed('webFrameMain', frame);
    if (top === null) Object.defineProperty(frame, 'top', { value: shown, enumerable: true });
    return shown;
  }

  #add(id: string, parentId: string | undefined, url: string): void {
    this.#frames.set(id, { id, parentId, url });
  }

  #number(frameId: string): number {
    const known = this.#numbers.get(frameId);
    if (known !== undefined) return known;
    const next = this.#numbers.size + 1;
    this.#numbers.set(frameId, next);
    return next;
  }
}

/** `scheme://host` of a URL, also where Node says `null` because it does not know the scheme. */
export function originOf(url: string): string {
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)/i.exec(url);
  if (match === null) return 'null';
  return `${match[1]}://${match[2]}`;
}
