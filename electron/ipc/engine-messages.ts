import type { CallName } from '../../shared/contract/calls.ts';
import type { PayloadOf, PushName } from '../../shared/contract/pushes.ts';
import type { Result } from '../../shared/result.ts';

/** What the engine needs to know before it can begin. */
export interface EngineConfig {
  readonly userDataDir: string;
  /** Absolute path of the settings file. */
  readonly settingsFile: string;
  readonly appVersion: string;
}

/** Main process → engine. */
export type ToEngine =
  | { readonly kind: 'start'; readonly config: EngineConfig }
  | { readonly kind: 'call'; readonly id: number; readonly name: CallName; readonly request: unknown }
  | { readonly kind: 'system-locked' }
  | { readonly kind: 'window-hidden'; readonly hidden: boolean }
  | { readonly kind: 'stop' };

/** A push on its way to the page, whichever it is. */
export type AnyPush = {
  readonly [Name in PushName]: {
    readonly kind: 'push';
    readonly name: Name;
    readonly payload: PayloadOf<Name>;
  };
}[PushName];

/** Engine → main process. */
export type FromEngine =
  | { readonly kind: 'ready' }
  | { readonly kind: 'answer'; readonly id: number; readonly result: Result<unknown> }
  | AnyPush
  | { readonly kind: 'stopped' };
