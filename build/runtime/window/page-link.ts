import type { CdpSession } from '../cdp/connection.ts';
import type { PageScripts } from '../page/scripts.ts';

/** A message of the preload's world. `frameId` and `url` say which document spoke; it cannot choose them. */
export interface PreloadMessage {
  readonly kind: 'invoke' | 'send' | 'preload-error' | 'refused-navigation' | 'dropped';
  readonly id: number;
  readonly channel: string;
  readonly args: string;
  readonly url: string;
  readonly frameId: string;
}

/** The world of a document: whom to answer. A document that has gone is not answered. */
export type World = number;

/** Connects one page with the main process: the two scripts, the binding, and which document is the living one. */
export class PageLink {
  readonly session: CdpSession;
  readonly targetId: string;
  readonly #scripts: PageScripts;
  readonly #worlds = new Map<World, string>();
  #current: World | undefined;

  constructor(session: CdpSession, targetId: string, scripts: PageScripts) {
    this.session = session;
    this.targetId = targetId;
    this.#scripts = scripts;
  }

  /** Puts all in place, then lets the page go on; nothing of it has run before. */
  async attach(
    onMessage: (message: PreloadMessage, world: World) => void,
    more: readonly Promise<unknown>[],
  ): Promise<void> {
    const { session } = this;
    const { world, binding, page, preload } = this.#scripts;
    this.#watchWorlds(onMessage);
    // Sent in one go: the commands are carried out in this order, and the last one lets the page run.
    await Promise.all([
      session.send('Page.enable'),
      session.send('Page.setLifecycleEventsEnabled', { enabled: true }),
      session.send('Runtime.enable'),
      session.send('Inspector.enable'),
      session.send('Runtime.addBinding', { name: binding, executionContextName: world }),
      session.send('Page.addScriptToEvaluateOnNewDocument', { source: page }),
      session.send('Page.addScriptToEvaluateOnNewDocument', { source: preload, worldName: world }),
      ...more,
      session.send('Runtime.runIfWaitingForDebugger'),
    ]);
  }

  /** The world of the living main document, if its preload has begun. */
  get current(): World | undefined {
    return this.#current;
  }

  /** Hands a message to the preload half of a document; nothing happens if the document has gone. */
  deliver(
    world: World,
    kind: 'message' | 'result' | 'failure' | 'dropped-paths',
    id: number,
    channel: string,
    text: string,
  ): void {
    if (!this.#worlds.has(world)) return;
    this.session.post('Runtime.evaluate', {
      contextId: world,
      expression: this.#expression(kind, id, channel, text),
      silent: false,
    });
  }

  /** Tells the preload half of a document where the files lie that were dropped on it. */
  async tellPaths(world: World, drop: number): Promise<void> {
    const { session } = this;
    const objectGroup = `drop ${drop}`;
    const { result } = await session.send('Runtime.evaluate', {
      contextId: world,
      expression: this.#expression('dropped-files', drop, '', ''),
      objectGroup,
    });
    const { result: properties } = await session.send('Runtime.getProperties', {
      objectId: result.objectId ?? '',
      ownProperties: true,
    });
    const files = properties.filter(({ name }) => /^\d+$/.test(name));
    const paths = await Promise.all(files.map(async ({ value }) => this.#pathOf(value?.objectId)));
    this.deliver(world, 'dropped-paths', drop, '', JSON.stringify(paths));
    session.post('Runtime.releaseObjectGroup', { objectGroup });
  }

  async #pathOf(objectId: string | undefined): Promise<string> {
    if (objectId === undefined) return '';
    try {
      const { path } = await this.session.send('DOM.getFileInfo', { objectId });
      return path;
    } catch {
      return '';
    }
  }

  #expression(...args: readonly unknown[]): string {
    return `${this.#scripts.receiver}(${args.map((arg) => JSON.stringify(arg)).join(',')})`;
  }

  #watchWorlds(onMessage: (message: PreloadMessage, world: World) => void): void {
    const { session } = this;
    const { world: worldName, binding } = this.#scripts;
    session.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.name !== worldName) return;
      const frameId = (context.auxData as { readonly frameId?: string } | undefined)?.frameId ?? '';
      this.#worlds.set(context.id, frameId);
      if (frameId === this.targetId) this.#current = context.id;
    });
    session.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      this.#forget(executionContextId);
    });
    session.on('Runtime.executionContextsCleared', () => {
      this.#worlds.clear();
      this.#current = undefined;
    });
    session.on('Inspector.targetCrashed', () => {
      this.#worlds.clear();
      this.#current = undefined;
    });
    session.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      const frameId = this.#worlds.get(executionContextId);
      if (name !== binding || frameId === undefined) return;
      const message = JSON.parse(payload) as Omit<PreloadMessage, 'frameId'>;
      onMessage({ ...message, frameId }, executionContextId);
    });
  }

  #forget(world: World): void {
    this.#worlds.delete(world);
    if (this.#current === world) this.#current = undefined;
  }
}
