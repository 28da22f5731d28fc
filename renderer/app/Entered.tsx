import type { QueryClient } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import { createQueryClient } from '../api/query-client.ts';
import type { SignedIn } from '../api/signed-in.ts';
import { NO_FILTER, toAuditFilter } from '../filter/trail-filter.ts';
import { Console } from '../frame/Console.tsx';
import { may } from '../frame/desks.ts';
import { askForTrail } from '../trail/use-trail.ts';
import { Indoors } from './Indoors.tsx';

/** The console with all that it stands on. Each entry begins with an empty cache of its own. */
export function Entered({ session }: { readonly session: SignedIn }): JSX.Element {
  const [queryClient] = useState(() => askedFirst(session));
  return (
    <Indoors queryClient={queryClient}>
      <Console session={session} />
    </Indoors>
  );
}

/** The rows that a person waits for are asked for before anything is drawn, and before anything else is asked. */
function askedFirst({ operator }: SignedIn): QueryClient {
  const queryClient = createQueryClient();
  if (may(operator, 'audit.search')) void askForTrail(queryClient, toAuditFilter(NO_FILTER));
  return queryClient;
}
