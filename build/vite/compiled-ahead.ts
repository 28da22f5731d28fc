import type { Plugin } from 'vite';

/** V8 compiles a file that begins with this as a whole, off the page's thread, and not function by function as they run. */
const HINT = '//# allFunctionsCalledOnLoad\n';

/** The slice of a built file that is changed. */
export interface HintedFile {
  readonly type: 'chunk' | 'asset';
  readonly name?: string | undefined;
  code?: string;
  source?: string | Uint8Array;
}

/**
 * Has the named chunks compiled while they load: there is time for it while a password is typed and stretched, and none
 * when the desk opens. Not for the door's own files, which wait until they are compiled.
 */
export function hint(bundle: Readonly<Record<string, HintedFile>>, names: ReadonlySet<string>): void {
  for (const [file, chunk] of Object.entries(bundle)) {
    if (chunk.type !== 'chunk' || chunk.code === undefined || !names.has(chunk.name ?? '')) continue;
    chunk.code = HINT + chunk.code;
    const map = bundle[`${file}.map`];
    if (typeof map?.source === 'string') map.source = oneLineDown(map.source);
  }
}

/** A source map for the same code one line further down. */
function oneLineDown(source: string): string {
  const map = JSON.parse(source) as { mappings: string };
  return JSON.stringify({ ...map, mappings: `;${map.mappings}` });
}

/** {@link hint} for a build, after all that writes to the beginning of a file. */
export function compiledAhead(names: ReadonlySet<string>): Plugin {
  return {
    name: 'compiled-ahead',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        hint(bundle, names);
      },
    },
  };
}
