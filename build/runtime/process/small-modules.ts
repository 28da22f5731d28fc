import { EventEmitter } from 'node:events';
import type { Menu, NativeTheme, PowerMonitor } from 'electron';
import { NotInRuntimeError } from '../closed.ts';
import { knowEvents } from '../known-events.ts';

/** `Menu`: Chromium's windows have none, so taking it away is the only thing that can be done truly. */
export function createMenu(): Pick<typeof Menu, 'setApplicationMenu'> {
  return {
    setApplicationMenu: (menu) => {
      if (menu !== null) throw new NotInRuntimeError('Menu.setApplicationMenu with a menu');
    },
  };
}

/** The theme, and what pages are to prefer for it. */
export interface NativeThemeParts {
  readonly nativeTheme: Pick<
    NativeTheme,
    'themeSource' | 'shouldUseDarkColors' | 'on' | 'once' | 'off' | 'removeListener'
  >;
  /** The value of `prefers-color-scheme`; empty leaves it to Chromium. */
  readonly colorScheme: () => '' | 'light' | 'dark';
}

/** `nativeTheme`: the desktop's own choice is not known here, so `system` counts as light. */
export function createNativeTheme(onChange: () => void): NativeThemeParts {
  const events = knowEvents('nativeTheme', new EventEmitter(), { fires: ['updated'] });
  let source: NativeTheme['themeSource'] = 'system';
  return {
    nativeTheme: {
      get themeSource() {
        return source;
      },
      set themeSource(next) {
        if (next === source) return;
        source = next;
        onChange();
        events.emit('updated', {});
      },
      get shouldUseDarkColors() {
        return source === 'dark';
      },
      on: events.on.bind(events) as unknown as NativeTheme['on'],
      once: events.once.bind(events) as unknown as NativeTheme['once'],
      off: events.off.bind(events) as unknown as NativeTheme['off'],
      removeListener: events.removeListener.bind(events) as unknown as NativeTheme['removeListener'],
    },
    colorScheme: () => (source === 'system' ? '' : source),
  };
}

/** How often the clock is read, and how big a gap means that the machine slept. */
const TICK_MS = 5000;
const SLEPT_MS = 30_000;

/** `powerMonitor`: sleep is seen afterwards, by a clock that jumped. Nothing tells that the screen was locked. */
export function createPowerMonitor(): Pick<
  PowerMonitor,
  'on' | 'once' | 'off' | 'emit' | 'removeListener' | 'removeAllListeners'
> {
  const events = knowEvents('powerMonitor', new EventEmitter(), {
    fires: ['suspend', 'resume'],
    neverFires: ['lock-screen'],
  });
  let last = Date.now();
  setInterval(() => {
    const now = Date.now();
    if (now - last > SLEPT_MS) {
      events.emit('suspend');
      events.emit('resume');
    }
    last = now;
  }, TICK_MS).unref();
  return {
    on: events.on.bind(events) as unknown as PowerMonitor['on'],
    once: events.once.bind(events) as unknown as PowerMonitor['once'],
    off: events.off.bind(events) as unknown as PowerMonitor['off'],
    emit: events.emit.bind(events),
    removeListener: events.removeListener.bind(events) as unknown as PowerMonitor['removeListener'],
    removeAllListeners: events.removeAllListeners.bind(
      events,
    ) as unknown as PowerMonitor['removeAllListeners'],
  };
}
