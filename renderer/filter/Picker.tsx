// oxlint-disable jsx-a11y/prefer-tag-over-role -- a combobox with several values has no tag of its own, and <dialog> would be modal
import { Combobox, useCombobox } from '@mantine/core';
import { IconCheck, IconChevronDown } from '@tabler/icons-react';
import { useState, type JSX, type ReactNode } from 'react';
import { Foreign } from '../text/Foreign.tsx';

export interface PickerOption {
  readonly value: string;
  readonly label: string;
}

export interface PickerProps {
  readonly label: string;
  readonly options: readonly PickerOption[];
  readonly chosen: readonly string[];
  readonly onToggle: (value: string) => void;
  /** With a search field: what was typed, and what to do about it. */
  readonly search?: { readonly text: string; readonly onText: (text: string) => void };
  readonly emptyText: string;
  /** Somebody is about to open the list. */
  readonly onNear?: () => void;
}

/** A button that opens a list where several values can be chosen. The list stays open until it is left. */
export function Picker(props: PickerProps): JSX.Element {
  const { label, chosen, search } = props;
  // The list is there before it is opened, for its keys; but not before somebody comes near, for the desk opens sooner.
  const [near, setNear] = useState(false);
  const comeNear = (): void => {
    if (near) return;
    setNear(true);
    props.onNear?.();
  };
  const combobox = useCombobox({
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      combobox.focusTarget();
      search?.onText('');
    },
    onDropdownOpen: () => {
      if (search !== undefined) combobox.focusSearchInput();
      else combobox.selectFirstOption();
    },
  });
  return (
    <Combobox
      store={combobox}
      width={300}
      position="bottom-start"
      transitionProps={{ duration: 0 }}
      onOptionSubmit={props.onToggle}
      withinPortal
      keepMounted={near}
    >
      <Combobox.Target targetType="button" withAriaAttributes={search === undefined}>
        <button
          type="button"
          className="filter-button"
          data-on={chosen.length > 0 || undefined}
          aria-label={chosen.length === 0 ? label : `${label}, ${chosen.length} chosen`}
          {...(search !== undefined && {
            'aria-haspopup': 'dialog' as const,
            'aria-expanded': combobox.dropdownOpened,
          })}
          onPointerEnter={comeNear}
          onFocus={comeNear}
          onClick={() => combobox.toggleDropdown()}
        >
          {label}
          {chosen.length > 0 && <span className="count">{chosen.length}</span>}
          <IconChevronDown size={14} aria-hidden />
        </button>
      </Combobox.Target>
      <Combobox.Dropdown>
        <PickerBox label={label} dialog={search !== undefined}>
          {search !== undefined && (
            <Combobox.Search
              value={search.text}
              onChange={(event) => {
                search.onText(event.currentTarget.value);
                combobox.resetSelectedOption();
              }}
              placeholder="Type a name"
              aria-label={`${label} name`}
              role="combobox"
              aria-expanded={combobox.dropdownOpened}
              aria-controls={combobox.listId ?? undefined}
            />
          )}
          <Combobox.Options className="picker-options" aria-label={label} aria-multiselectable>
            {props.options.map(({ value, label: text }) => {
              const on = chosen.includes(value);
              return (
                <Combobox.Option key={value} value={value} selected={on} aria-selected={on}>
                  <span className="picker-option">
                    <span className="picker-box" data-on={on || undefined}>
                      {on && <IconCheck size={12} stroke={3} aria-hidden />}
                    </span>
                    <span>
                      <Foreign text={text} />
                    </span>
                  </span>
                </Combobox.Option>
              );
            })}
            {props.options.length === 0 && <Combobox.Empty>{props.emptyText}</Combobox.Empty>}
          </Combobox.Options>
        </PickerBox>
      </Combobox.Dropdown>
    </Combobox>
  );
}

interface PickerBoxProps {
  readonly label: string;
  readonly dialog: boolean;
  readonly children: ReactNode;
}

/** With a search field the list is a small dialog: a field and a list. Without one it is the list alone. */
function PickerBox({ label, dialog, children }: PickerBoxProps): JSX.Element {
  return dialog ? (
    <div role="dialog" aria-label={`Choose: ${label}`}>
      {children}
    </div>
  ) : (
    <>{children}</>
  );
}
