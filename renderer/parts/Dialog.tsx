import { Modal } from '@mantine/core';
import type { JSX, ReactNode } from 'react';

export interface DialogProps {
  readonly opened: boolean;
  readonly title: string;
  readonly onClose: () => void;
  /** `sm` for a question, `lg` for a sheet with a list in it. */
  readonly size?: 'sm' | 'lg';
  /** Keep what was entered while the dialog is closed. */
  readonly keepMounted?: boolean;
  readonly children: ReactNode;
}

/** A modal dialog with a title. Mantine's own header is a <header>, which would be a second banner of the page. */
export function Dialog({
  opened,
  title,
  onClose,
  size = 'sm',
  keepMounted = false,
  children,
}: DialogProps): JSX.Element {
  return (
    <Modal.Root opened={opened} onClose={onClose} size={size} keepMounted={keepMounted}>
      <Modal.Overlay />
      <Modal.Content>
        <div className="dialog-head">
          <Modal.Title>{title}</Modal.Title>
          <Modal.CloseButton aria-label="Close" />
        </div>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
