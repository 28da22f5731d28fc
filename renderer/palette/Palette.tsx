import '@mantine/spotlight/styles.layer.css';
import { Kbd } from '@mantine/core';
import { createSpotlight, Spotlight, type SpotlightActionData } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useState, type JSX } from 'react';
import { PRESETS, presetRange, type Preset, type TrailFilter } from '../filter/trail-filter.ts';
import type { Commands } from '../frame/commands.ts';
import { DESKS, type DeskName } from '../frame/desks.ts';
import { useScheme } from '../frame/SchemeSwitch.tsx';

export interface PaletteProps {
  readonly commands: Commands;
  readonly desks: readonly DeskName[];
  readonly filter: TrailFilter;
  readonly onClose: () => void;
}

/** Everything that can be done, by typing a few letters of it. */
export function Palette({ commands, desks, filter, onClose }: PaletteProps): JSX.Element {
  const [[store, spotlight]] = useState(() => createSpotlight());
  const { setColorScheme } = useScheme();
  useEffect(() => spotlight.open(), [spotlight]);

  const actions: SpotlightActionData[] = [
    ...desks.map((name, index) => ({
      id: `desk-${name}`,
      label: `Go to ${DESKS[name].label}`,
      rightSection: <Kbd size="xs">{`Ctrl ${index + 1}`}</Kbd>,
      onClick: () => commands.go(name),
    })),
    ...(desks.includes('trail')
      ? [
          {
            id: 'search',
            label: 'Search text',
            rightSection: <Kbd size="xs">{'/'}</Kbd>,
            onClick: commands.search,
          },
          ...(Object.keys(PRESETS) as Preset[]).map((preset) => ({
            id: `range-${preset}`,
            label: `Show the ${PRESETS[preset].label.toLowerCase()}`,
            onClick: () => commands.setFilter({ ...filter, range: presetRange(preset, Date.now()) }),
          })),
          {
            id: 'range-any',
            label: 'Show any time',
            onClick: () => commands.setFilter({ ...filter, range: { kind: 'any' } }),
          },
        ]
      : []),
    ...(
      [
        ['import-files', 'Import files…', commands.importFiles],
        ['import-folder', 'Import a folder…', commands.importFolder],
        ['export', 'Export this selection…', commands.exportSelection],
      ] as const
    ).flatMap(([id, label, onClick]) => (onClick === null ? [] : [{ id, label, onClick }])),
    {
      id: 'zone',
      label: 'Switch between local time and UTC',
      rightSection: <Kbd size="xs">{'u'}</Kbd>,
      onClick: commands.toggleZone,
    },
    { id: 'light', label: 'Light colours', onClick: () => setColorScheme('light') },
    { id: 'dark', label: 'Dark colours', onClick: () => setColorScheme('dark') },
    { id: 'auto', label: 'Colours as the system', onClick: () => setColorScheme('auto') },
    {
      id: 'shortcuts',
      label: 'Keyboard shortcuts',
      rightSection: <Kbd size="xs">{'?'}</Kbd>,
      onClick: commands.openShortcuts,
    },
    { id: 'lock', label: 'Lock now', rightSection: <Kbd size="xs">{'Ctrl L'}</Kbd>, onClick: commands.lock },
    { id: 'sign-out', label: 'Sign out', onClick: commands.signOut },
  ];
  return (
    <Spotlight
      store={store}
      shortcut={null}
      actions={actions}
      nothingFound="Nothing by that name."
      searchProps={{
        placeholder: 'What do you want to do?',
        'aria-label': 'Command palette',
        leftSection: <IconSearch size={16} aria-hidden />,
      }}
      attributes={{ content: { 'aria-label': 'Command palette' } }}
      lockScroll={false}
      scrollable
      maxHeight={420}
      transitionProps={{ duration: 0 }}
      overlayProps={{ backgroundOpacity: 0.35 }}
      onSpotlightClose={onClose}
    />
  );
}
