import { describe, expect, it } from 'vitest';
import type { SourceStatus } from '../../shared/domain/desk.ts';
import { connectionWords } from './connection.ts';

const source = (part: Partial<SourceStatus>): SourceStatus => ({
  state: 'live',
  stored: 12_400,
  expected: 61_000,
  lastContactAt: '2026-11-22T14:03:00.000Z',
  nextAttemptAt: null,
  error: null,
  notes: [],
  ...part,
});
const now = Date.parse('2026-11-22T15:00:00Z');
const say = (connection: 'online' | 'offline', status: SourceStatus | null): string =>
  connectionWords(connection, status, now, 'UTC').text;

describe('connectionWords', () => {
  it('says how far the history is', () => {
    expect(say('online', source({ state: 'loading' }))).toBe('Loading history 12,400 of ~61,000');
    expect(say('online', source({ state: 'loading', expected: null }))).toBe('Loading history 12,400');
    expect(say('online', source({ state: 'loading', expected: 12_000 }))).toBe('Loading history 12,400');
  });

  it('says since when it is offline, whatever the source did last', () => {
    expect(say('offline', source({}))).toBe('Offline since 14:03');
    expect(say('offline', source({ lastContactAt: null }))).toBe('Offline');
    expect(say('offline', null)).toBe('Offline');
  });

  it('says when it tries again', () => {
    expect(say('online', source({ state: 'waiting', nextAttemptAt: '2026-11-22T15:01:00.000Z' }))).toBe(
      'Reconnecting at 15:01',
    );
    expect(say('online', source({ state: 'waiting' }))).toBe('Reconnecting');
  });

  it('is short when all is well', () => {
    expect(say('online', source({}))).toBe('Live');
    expect(say('online', null)).toBe('Online');
  });
});
