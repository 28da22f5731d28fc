import { expect, it } from 'vitest';
import type { JobItem } from '../../shared/domain/jobs.ts';
import { lastNumber, withTail, type ItemsPage } from './use-items.ts';

const page = (next: number | null, ...numbers: number[]): ItemsPage => ({
  items: numbers.map((number): JobItem => ({
    number,
    verdict: 'refused',
    code: 'item/not-json',
    file: 'a',
    position: number,
    positionUnit: 'line',
  })),
  next,
});

it('finds the last item, past empty pages', () => {
  expect(lastNumber({ pages: [] })).toBe(0);
  expect(lastNumber({ pages: [page(null)] })).toBe(0);
  expect(lastNumber({ pages: [page(2, 1, 2), page(null)] })).toBe(2);
});

it('puts what is new behind the end, once', () => {
  const before = { pages: [page(null, 1, 2)], pageParams: [0] };
  const grown = withTail(before, page(null, 3), 2);
  expect(grown).toEqual({ pages: [page(null, 1, 2), page(null, 3)], pageParams: [0, 2] });
  expect(withTail(grown, page(null, 3), 2)).toBe(grown);
  expect(withTail(grown, page(null), 3)).toBe(grown);
});
