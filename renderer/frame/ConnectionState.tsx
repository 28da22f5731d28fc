import { Popover } from '@mantine/core';
import type { JSX } from 'react';
import type { SourceStatus } from '../../shared/domain/desk.ts';
import { wordsFor } from '../errors/words.ts';
import { useNow } from '../parts/use-countdown.ts';
import { Foreign } from '../text/Foreign.tsx';
import { formatCount, formatTime } from '../time/format.ts';
import { connectionWords } from './connection.ts';

export interface ConnectionStateProps {
  readonly connection: 'online' | 'offline';
  readonly source: SourceStatus | null;
  readonly offlineUntil: string;
}

export function ConnectionState({ connection, source, offlineUntil }: ConnectionStateProps): JSX.Element {
  const now = useNow();
  const failure = source?.error ?? null;
  const words = connectionWords(connection, source, now);
  return (
    <Popover width={360} position="bottom-end" withArrow trapFocus>
      <Popover.Target>
        <button type="button" className="bar-button" aria-label={`Connection: ${words.text}`}>
          <span className="dot" data-tone={words.tone} aria-hidden />
          {words.text}
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Connection">
        <div className="popover-body">
          {failure !== null && (
            <div>
              <strong>{wordsFor(failure).title}</strong>
              <p>
                {wordsFor(failure).explanation} {wordsFor(failure).remedy}
              </p>
            </div>
          )}
          <dl>
            <dt>User pool</dt>
            <dd>{connection === 'online' ? 'Connected' : 'Not reached'}</dd>
            <dt>Works without it until</dt>
            <dd>{formatTime(offlineUntil)}</dd>
            {source !== null && (
              <>
                <dt>Audit server</dt>
                <dd>
                  {source.lastContactAt === null
                    ? 'Not reached yet'
                    : `Last contact ${formatTime(source.lastContactAt)}`}
                </dd>
                <dt>Stored since start</dt>
                <dd>
                  {formatCount(source.stored)}
                  {source.expected !== null && ` of about ${formatCount(source.expected)}`}
                </dd>
              </>
            )}
          </dl>
          {source?.notes.map((note) => (
            <p key={note} className="dim">
              <Foreign text={note} />
            </p>
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
