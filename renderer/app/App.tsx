import type { JSX } from 'react';
import { Boundary } from './Boundary.tsx';
import { Gate } from './Gate.tsx';

export function App(): JSX.Element {
  return (
    <Boundary>
      <Gate />
    </Boundary>
  );
}
