import { assertNever } from '../../shared/assert-never.ts';
import type { SourceStatus } from '../../shared/domain/desk.ts';
import { formatCount, formatMoment } from '../time/format.ts';

export interface ConnectionWords {
  readonly text: string;
  /** `ok`: following live; `busy`: at work; `off`: what is stored is all there is for now. */
  readonly tone: 'ok' | 'busy' | 'off';
}

/** The state of the connection in a few words. `source` is null for roles that do not follow the audit server. */
export function connectionWords(
  connection: 'online' | 'offline',
  source: SourceStatus | null,
  nowMs: number,
  timeZone?: string,
): ConnectionWords {
  const moment = (iso: string): string => formatMoment(iso, nowMs, timeZone);
  if (connection === 'offline') {
    const since = source?.lastContactAt ?? null;
    return { text: since === null ? 'Offline' : `Offline since ${moment(since)}`, tone: 'off' };
  }
  if (source === null) return { text: 'Online', tone: 'ok' };
  switch (source.state) {
    case 'idle':
      return { text: 'Online', tone: 'ok' };
    case 'live':
      return { text: 'Live', tone: 'ok' };
    case 'loading':
      return { text: loadingWords(source), tone: 'busy' };
    case 'waiting':
      return {
        text:
          source.nextAttemptAt === null ? 'Reconnecting' : `Reconnecting at ${moment(source.nextAttemptAt)}`,
        tone: 'off',
      };
    default:
      return assertNever(source.state);
  }
}

/** "Loading history 12,400 of ~61,000" */
export function loadingWords(source: Pick<SourceStatus, 'stored' | 'expected'>): string {
  const stored = formatCount(source.stored);
  return source.expected === null || source.expected < source.stored
    ? `Loading history ${stored}`
    : `Loading history ${stored} of ~${formatCount(source.expected)}`;
}
