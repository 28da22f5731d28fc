import type { TrailFilter } from '../filter/trail-filter.ts';
import type { DeskName } from './desks.ts';

/** What rail, bar, keys and palette can all do. */
export interface Commands {
  readonly go: (desk: DeskName) => void;
  readonly search: () => void;
  readonly setFilter: (filter: TrailFilter) => void;
  readonly toggleZone: () => void;
  readonly openPalette: () => void;
  readonly openShortcuts: () => void;
  /** Null for an operator who may not. */
  readonly importFiles: (() => void) | null;
  readonly importFolder: (() => void) | null;
  readonly exportSelection: (() => void) | null;
  readonly lock: () => void;
  readonly signOut: () => void;
}

/** The commands that need nothing from the page. The page changes when the engine says that the session has changed. */
export function commandsOf(): Pick<Commands, 'lock' | 'signOut'> {
  return {
    lock: () => void window.medminder.call('session.lock', {}),
    signOut: () => void window.medminder.call('session.signOut', {}),
  };
}
