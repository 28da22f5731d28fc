import { describe, expect, it } from 'vitest';

/** Every file of the page, as text without comments; not the tests, not the preview. */
const sources = Object.entries(
  import.meta.glob<string>(['./**/*.{ts,tsx,css,html}', '!./**/*.test.{ts,tsx}', '!./preview/**'], {
    query: '?raw',
    import: 'default',
    eager: true,
  }),
).map(
  ([file, text]) => [file, text.replaceAll(/\/\*[^]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '')] as const,
);

/** What the page must never contain, and why. */
const FORBIDDEN: readonly (readonly [RegExp, string])[] = [
  [
    /dangerouslySetInnerHTML|\.(inner|outer)HTML|insertAdjacentHTML|document\.write/,
    'text never becomes markup',
  ],
  [/<a[\s>]|\bhref=|window\.open|location\.(assign|replace|href)/, 'nothing from an event becomes a link'],
  [/\bfetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon/, 'the page reaches no network'],
  [/\beval\(|new Function\(|<script(?![^>]* src=)/, 'no code from strings (CSP)'],
  [/<style[\s>]|createElement\('style'\)/, 'no injected styles (CSP)'],
  [
    /sessionStorage|indexedDB|document\.cookie|\blocalStorage\b(?!\.getItem\(SCHEME_KEY\))/,
    'nothing is stored but the colour scheme',
  ],
  [/document\.title/, 'the window title is static: it shows in the task bar'],
  [
    /\b(AppShell|SimpleGrid|Flex|Grid|ColorSchemeScript)\b.*@mantine\/core|getStyleNonce/,
    'these inject styles',
  ],
];

describe('the page', () => {
  it('is there to be looked at', () => {
    expect(sources.length).toBeGreaterThan(60);
  });

  it.each(FORBIDDEN)('never has %s: %s', (pattern) => {
    const found = sources.filter(([, text]) => pattern.test(text)).map(([file]) => file);
    expect(found).toEqual([]);
  });

  it('has a door that waits for neither the component library, the query cache, nor the set-up and the desk', () => {
    const door = new Set<string>();
    const text = new Map(sources);
    const visit = (file: string): void => {
      if (door.has(file)) return;
      door.add(file);
      for (const [, from] of (text.get(file) ?? '').matchAll(
        /^(?:import|export) (?!type )[^;]*?'(\.[^']*)';/gm,
      )) {
        visit(`.${new URL(from ?? '', new URL(file, 'file:///')).pathname}`);
      }
    };
    visit('./main.tsx');
    expect(door).toContain('./sign-in/SignIn.tsx');
    const heavy = [...door].filter((file) => /'@mantine|'@tanstack/.test(text.get(file) ?? ''));
    expect(heavy).toEqual([]);
    expect([...door].filter((file) => /^\.\/(setup|trail|frame\/Console)/.test(file))).toEqual([]);
  });

  it('imports no schema: zod stays out of the first paint', () => {
    const value = /^import (?!type )[^;]*from '[./]*shared\/(domain|contract)\/[^']*';/m;
    const found = sources.filter(([, text]) => value.test(text)).map(([file]) => file);
    expect(found.filter((file) => !file.startsWith('./setup/'))).toEqual([]);
  });
});
