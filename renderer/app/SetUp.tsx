import { useState, type JSX } from 'react';
import { createQueryClient } from '../api/query-client.ts';
import { Setup, type SetupProps } from '../setup/Setup.tsx';
import { Indoors } from './Indoors.tsx';

/** The set-up pages with all that they stand on. */
export function SetUp(props: SetupProps): JSX.Element {
  const [queryClient] = useState(createQueryClient);
  return (
    <Indoors queryClient={queryClient}>
      <Setup {...props} />
    </Indoors>
  );
}
