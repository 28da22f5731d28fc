import { useEffect, useEffectEvent } from 'react';
import type { PayloadOf, PushName } from '../../shared/contract/pushes.ts';

/** Listens to a push for as long as the component lives. */
export function usePush<Name extends PushName>(
  name: Name,
  listener: (payload: PayloadOf<Name>) => void,
): void {
  const onPush = useEffectEvent(listener);
  useEffect(() => window.medminder.listen(name, (payload) => onPush(payload)), [name]);
}
