import type { Plugin } from 'vite';

/** What the door is painted without (docs/decisions/0014-start.md). */
const HEAVY = /[\\/]node_modules[\\/](?:@mantine|@floating-ui|@tanstack|zod)[\\/]/;

/** The slice of a built file that is looked at. */
export interface BuiltFile {
  readonly type: 'chunk' | 'asset';
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
  readonly moduleIds?: readonly string[];
}

/** A heavy module in the page's first file or in what it loads at once; null where there is none. */
export function heavyModule(bundle: Readonly<Record<string, BuiltFile>>): string | null {
  const reached = new Set(Object.keys(bundle).filter((file) => bundle[file]?.isEntry === true));
  for (const file of reached) {
    for (const next of bundle[file]?.imports ?? []) reached.add(next);
  }
  return [...reached].flatMap((file) => bundle[file]?.moduleIds ?? []).find((id) => HEAVY.test(id)) ?? null;
}

/** Fails the build where the door would wait for the desk's libraries. */
export function lightDoor(): Plugin {
  return {
    name: 'light-door',
    generateBundle(_options, bundle) {
      const heavy = heavyModule(bundle);
      if (heavy !== null) this.error(`The door would wait for ${heavy}.`);
    },
  };
}
