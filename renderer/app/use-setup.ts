import { useEffect, useState, type ComponentType } from 'react';
import type { SetupProps } from '../setup/Setup.tsx';

let loaded: ComponentType<SetupProps> | null = null;

/** Fetches the set-up pages: a chunk of their own, for hardly anybody who comes to the door needs them. */
async function loadSetup(): Promise<ComponentType<SetupProps>> {
  const { SetUp } = await import('./SetUp.tsx');
  loaded = SetUp;
  return SetUp;
}

/** The set-up pages, null until their code is there. Not `lazy`, as for the console. */
export function useSetup(): ComponentType<SetupProps> | null {
  const [component, setComponent] = useState(() => loaded);
  useEffect(() => {
    if (component === null) void loadSetup().then((setup) => setComponent(() => setup));
  }, [component]);
  return component;
}
