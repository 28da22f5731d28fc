import { describe, expect, it } from 'vitest';
import { TEST_CODES } from '../../shared/domain/setup.ts';
import { detailsOf, testWords, TEST_WORDS } from './words.ts';

describe('words for what a test finds', () => {
  it.each(TEST_CODES)('%s has a title and a cause, in calm whole sentences', (code) => {
    const words = testWords({ code });
    expect(words.title).toMatch(/^[A-Z][^!]*[^.!]$/);
    expect(words.cause).toMatch(/^[A-Z][^!]*\.$/);
    expect(words.remedy ?? 'Nothing.').toMatch(/^[A-Z][^!]*\.$/);
  });

  it('has no words for a code that there is not', () => {
    expect(Object.keys(TEST_WORDS).sort()).toEqual([...TEST_CODES].sort());
  });

  it('no two codes share a title', () => {
    const titles = TEST_CODES.map((code) => testWords({ code }).title);
    expect(new Set(titles).size).toBe(titles.length);
  });
});

it('names the facts of a finding, and fields as the form does', () => {
  expect(detailsOf({ status: 404, fields: 'clientId, groups.admin, other' })).toEqual([
    { name: 'HTTP status', value: '404' },
    { name: 'Fields', value: 'App client ID, Clinic administrators, other' },
  ]);
});
