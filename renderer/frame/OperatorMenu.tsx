import { Kbd, Menu } from '@mantine/core';
import { IconChevronDown, IconLock, IconLogout } from '@tabler/icons-react';
import type { JSX } from 'react';
import type { Operator } from '../../shared/domain/session.ts';
import { ROLE_NAMES } from '../../shared/permissions.ts';
import { Initials } from '../parts/Initials.tsx';
import { Foreign } from '../text/Foreign.tsx';
import type { Commands } from './commands.ts';

export interface OperatorMenuProps {
  readonly operator: Operator;
  readonly commands: Pick<Commands, 'lock' | 'signOut'>;
}

export function OperatorMenu({ operator, commands }: OperatorMenuProps): JSX.Element {
  const roles = operator.roles.map((role) => ROLE_NAMES[role]).join(', ');
  return (
    <Menu
      position="bottom-end"
      width={240}
      transitionProps={{ duration: 0 }}
      withInitialFocusPlaceholder={false}
      withinPortal={false}
    >
      <Menu.Target>
        <button
          type="button"
          className="bar-button"
          aria-label={`Operator: ${operator.displayName}, ${roles}`}
        >
          <Initials name={operator.displayName} small />
          <Foreign text={operator.displayName} />
          <span className="role">{roles}</span>
          <IconChevronDown size={14} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {roles}
          {operator.clinic !== null && (
            <>
              {' · '}
              <Foreign text={operator.clinic} />
            </>
          )}
        </Menu.Label>
        <Menu.Item
          leftSection={<IconLock size={16} aria-hidden />}
          rightSection={<Kbd size="xs">Ctrl L</Kbd>}
          onClick={commands.lock}
        >
          Lock now
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={commands.signOut}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
