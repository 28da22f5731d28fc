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
  [/sessionStorage|indexedDB|document\.cookie|\blocalStorage\b/, 'nothing is stored but the colour scheme'],
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

  it('imports no schema: zod stays out of the first paint', () => {
    const value = /^import (?!type )[^;]*from '[./]*shared\/(domain|contract)\/[^']*';/m;
    const found = sources.filter(([, text]) => value.test(text)).map(([file]) => file);
    expect(found.filter((file) => !file.startsWith('./setup/'))).toEqual([]);
  });

  it('holds the set-up pages, which do use a schema, in a chunk of their own', () => {
    const direct = /^import (?!type )[^;]*from '[./]*\/setup\//m;
    const found = sources.filter(([, text]) => direct.test(text)).map(([file]) => file);
    expect(found).toEqual([]);
  });
});
