import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

/** A picture that a style sheet carried inside itself. */
export interface Picture {
  readonly fileName: string;
  readonly content: Buffer;
}

const DATA_URL =
  /url\((["']?)data:image\/(svg\+xml|png|gif|webp)(?:;[\w=-]+)*?(;base64)?,((?:(?!\1\)).)*)\1\)/gs;

/**
 * Takes the pictures out of a style sheet: component libraries write small ones as `data:` URLs, which the page's CSP
 * (`img-src 'self'`) refuses. `prefix` is the path from the style sheet to the pictures.
 */
export function takeOutPictures(css: string, prefix: string): { css: string; pictures: readonly Picture[] } {
  const pictures = new Map<string, Picture>();
  const rewritten = css.replace(
    DATA_URL,
    (_whole, _quote: string, type: string, base64: string | undefined, data: string) => {
      const content =
        base64 === undefined ? Buffer.from(decodeURIComponent(data)) : Buffer.from(data, 'base64');
      const hash = createHash('sha256').update(content).digest('hex').slice(0, 8);
      const fileName = `picture-${hash}.${type === 'svg+xml' ? 'svg' : type}`;
      pictures.set(fileName, { fileName, content });
      return `url("${prefix}${fileName}")`;
    },
  );
  return { css: rewritten, pictures: [...pictures.values()] };
}

/** Puts every picture of the built style sheets into a file of its own beside them. */
export function dataUrlFiles(): Plugin {
  return {
    name: 'data-url-files',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'asset' || !file.fileName.endsWith('.css')) continue;
        const source =
          typeof file.source === 'string' ? file.source : Buffer.from(file.source).toString('utf8');
        const { css, pictures } = takeOutPictures(source, './');
        file.source = css;
        const folder = file.fileName.slice(0, file.fileName.lastIndexOf('/') + 1);
        for (const { fileName, content } of pictures) {
          this.emitFile({ type: 'asset', fileName: `${folder}${fileName}`, source: content });
        }
      }
    },
  };
}
