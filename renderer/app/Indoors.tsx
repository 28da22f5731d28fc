import '../styles/library.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import type { JSX, ReactNode } from 'react';
import { colourScheme, theme } from './theme.ts';

export interface IndoorsProps {
  readonly queryClient: QueryClient;
  readonly children: ReactNode;
}

/**
 * What everything behind the door stands on: the component library and the query cache. The door does without, so that
 * it need not wait for them.
 */
export function Indoors({ queryClient, children }: IndoorsProps): JSX.Element {
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      colorSchemeManager={colourScheme}
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
    </MantineProvider>
  );
}
