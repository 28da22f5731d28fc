import type { JSX } from 'react';
import { Dots } from '../parts/Dots.tsx';
import { Door } from './Door.tsx';

export function Starting(): JSX.Element {
  return (
    <Door desk={null}>
      <h1>Opening the desk</h1>
      <output className="door-lead">Checking keychain, keys and store.</output>
      <Dots />
    </Door>
  );
}
