import { Loader } from '@mantine/core';
import type { JSX } from 'react';
import { Door } from './Door.tsx';

export function Starting(): JSX.Element {
  return (
    <Door desk={null}>
      <h1>Opening the desk</h1>
      <output className="door-lead">Checking keychain, keys and store.</output>
      <Loader size="sm" type="dots" aria-hidden />
    </Door>
  );
}
