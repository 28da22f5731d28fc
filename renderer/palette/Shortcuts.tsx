import { Kbd } from '@mantine/core';
import type { JSX } from 'react';
import { Dialog } from '../parts/Dialog.tsx';
import { DESKS, type DeskName } from '../frame/desks.ts';

export interface ShortcutsProps {
  readonly desks: readonly DeskName[];
  readonly onClose: () => void;
}

export function Shortcuts({ desks, onClose }: ShortcutsProps): JSX.Element {
  const rows: readonly (readonly [readonly string[], string])[] = [
    [['Ctrl', 'K'], 'Command palette'],
    [['Ctrl', 'L'], 'Lock now'],
    ...desks.map((name, index) => [['Ctrl', String(index + 1)], DESKS[name].label] as const),
    ...(desks.includes('trail')
      ? ([
          [['/'], 'Search text'],
          [['↑', '↓'], 'Move by one event; j and k do the same'],
          [['PgUp', 'PgDn'], 'Move by a page'],
          [['Home', 'End'], 'First and last loaded event'],
          [['Enter'], 'Open the event'],
          [['Esc'], 'Close the event'],
        ] as const)
      : []),
    [['u'], 'Local time or UTC'],
    [['?'], 'This list'],
  ];
  return (
    <Dialog opened onClose={onClose} title="Keyboard shortcuts">
      <dl className="shortcuts">
        {rows.map(([pressed, meaning]) => (
          <div key={meaning} style={{ display: 'contents' }}>
            <dt>
              {pressed.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <p className="dim shortcuts-note">On a Mac, Cmd works like Ctrl.</p>
    </Dialog>
  );
}
