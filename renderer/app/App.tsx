import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState, type JSX } from 'react';
import { createQueryClient } from '../api/query-client.ts';
import { followDesk } from '../api/session-store.ts';
import { Boundary } from './Boundary.tsx';
import { Gate } from './Gate.tsx';
import { colourScheme, theme } from './theme.ts';
import { loadConsole } from './use-console.ts';

export function App(): JSX.Element {
  const [queryClient] = useState(createQueryClient);
  useEffect(followDesk, []);
  useEffect(() => {
    const soon = requestAnimationFrame(() => void loadConsole());
    return () => cancelAnimationFrame(soon);
  }, []);
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      colorSchemeManager={colourScheme}
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <QueryClientProvider client={queryClient}>
        <Boundary>
          <Gate />
        </Boundary>
      </QueryClientProvider>
    </MantineProvider>
  );
}
