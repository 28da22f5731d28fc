import { readFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { makeCloneCodec } from '../clone.ts';
import { makeDroppedFiles } from './dropped-files.ts';
import { pageHalf } from './page-half.ts';
import { preloadHalf } from './preload-half.ts';
import type { PreloadHalfConfig } from './preload-half.ts';

/** The two scripts that run at the start of every document of one window, and the names that they use. */
export interface PageScripts {
  readonly world: string;
  readonly binding: string;
  readonly receiver: string;
  /** For the page's own world. */
  readonly page: string;
  /** For the isolated world. */
  readonly preload: string;
}

/**
 * Builds the scripts for a preload file (CommonJS). The names are random per window, so that nothing in a page can
 * guess them. Throws if the file cannot be read.
 */
export function pageScripts(preloadFile: string | undefined): PageScripts {
  const token = randomBytes(16).toString('hex');
  const config: PreloadHalfConfig = {
    secret: `meet-${token}`,
    binding: `post_${token}`,
    receiver: `receive_${token}`,
    process: { platform: process.platform, versions: { ...process.versions }, env: {} },
  };
  const source = preloadFile === undefined ? '' : readFileSync(preloadFile, 'utf8');
  const script = `function (require, module, exports, process) {${source}\n}`;
  return {
    world: `preload-${token}`,
    binding: config.binding,
    receiver: config.receiver,
    page: `(${pageHalf.toString()})(${JSON.stringify(config.secret)})`,
    preload: `(${preloadHalf.toString()})(${JSON.stringify(config)}, (${makeCloneCodec.toString()})(), ${makeDroppedFiles.toString()}, ${script})\n//# sourceURL=preload`,
  };
}
