import type { CallName } from '../../shared/contract/calls.ts';
import type { PayloadOf, PushName } from '../../shared/contract/pushes.ts';
import type { Result } from '../../shared/result.ts';

/** Where an IT department puts its policy for this console, as an absolute path. */
export interface PolicyPlace {
  readonly file: string;
  /** True where the file was named: then its absence is a fault and not a matter of course. */
  readonly mustExist: boolean;
  /** True where a file of the user counts as root's: in development and in tests. */
  readonly mayBelongToUser: boolean;
}

/** What the engine needs to know before it can begin. Paths are absolute. */
export interface EngineConfig {
  readonly userDataDir: string;
  /** The settings that the command line fixes; null to use the profiles. */
  readonly settingsFile: string | null;
  /** The demo clinic's settings, offered in the first run; null where there is none. */
  readonly demoFile: string | null;
  readonly policy: PolicyPlace;
  readonly appVersion: string;
}

/** What the system's dialog can be shown for. */
export type ChooseWhat = 'import-files' | 'import-folder' | 'export-folder' | 'settings-file';

/** Main process → engine. */
export type ToEngine =
  | { readonly kind: 'start'; readonly config: EngineConfig }
  | { readonly kind: 'call'; readonly id: number; readonly name: CallName; readonly request: unknown }
  /** What a person picked in the dialog; null where they closed it. Absolute paths. */
  | { readonly kind: 'chosen'; readonly id: number; readonly paths: readonly string[] | null }
  /** What a person dropped on the window. Absolute paths. */
  | { readonly kind: 'dropped'; readonly paths: readonly string[] }
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
  /** Show a dialog. Whether the operator may choose was checked before. */
  | { readonly kind: 'choose'; readonly id: number; readonly what: ChooseWhat }
  | { readonly kind: 'stopped' };
