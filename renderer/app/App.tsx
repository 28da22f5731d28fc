import { useEffect, type JSX } from 'react';
import { followDesk } from '../api/session-store.ts';
import { Boundary } from './Boundary.tsx';
import { Gate } from './Gate.tsx';
import { loadConsole } from './use-console.ts';

export function App(): JSX.Element {
  useEffect(followDesk, []);
  useEffect(() => {
    const soon = requestAnimationFrame(() => void loadConsole());
    return () => cancelAnimationFrame(soon);
  }, []);
  return (
    <Boundary>
      <Gate />
    </Boundary>
  );
}
