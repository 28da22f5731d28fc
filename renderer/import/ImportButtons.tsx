import { Button } from '@mantine/core';
import { IconFiles, IconFolder } from '@tabler/icons-react';
import type { JSX } from 'react';
import type { ImportCommands } from './use-import.ts';

/** The system's dialogs choose files or a folder, never both, so there are two. */
export function ImportButtons({ imports }: { readonly imports: ImportCommands }): JSX.Element {
  return (
    <div className="jobs-buttons">
      <Button
        size="xs"
        leftSection={<IconFiles size={16} aria-hidden />}
        onClick={() => imports.choose('files')}
      >
        Import files…
      </Button>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconFolder size={16} aria-hidden />}
        onClick={() => imports.choose('folder')}
      >
        Import a folder…
      </Button>
    </div>
  );
}
