import {
  IconDeviceDesktopCog,
  IconFileImport,
  IconHelp,
  IconListSearch,
  IconShieldLock,
  IconUserEdit,
} from '@tabler/icons-react';
import type { JSX } from 'react';
import { DESKS, type DeskName } from './desks.ts';

const ICONS = {
  trail: IconListSearch,
  actions: IconUserEdit,
  jobs: IconFileImport,
  desk: IconDeviceDesktopCog,
} as const;

export interface RailProps {
  readonly desks: readonly DeskName[];
  readonly chosen: DeskName;
  readonly onChoose: (desk: DeskName) => void;
  readonly onHelp: () => void;
}

export function Rail({ desks, chosen, onChoose, onHelp }: RailProps): JSX.Element {
  return (
    <nav className="rail" aria-label="Desks">
      <div className="rail-brand">
        <IconShieldLock size={22} stroke={1.75} aria-hidden />
      </div>
      {desks.map((name) => {
        const Icon = ICONS[name];
        return (
          <button
            key={name}
            type="button"
            className="rail-item"
            aria-current={name === chosen ? 'page' : undefined}
            onClick={() => onChoose(name)}
          >
            <Icon size={20} stroke={1.75} aria-hidden />
            {DESKS[name].label}
          </button>
        );
      })}
      <button type="button" className="rail-item rail-help" onClick={onHelp}>
        <IconHelp size={20} stroke={1.75} aria-hidden />
        Shortcuts
      </button>
    </nav>
  );
}
