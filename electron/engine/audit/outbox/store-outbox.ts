import type { Store } from '../../store/store.ts';
import type { OutboxPort, WaitingEvent } from './outbox-poster.ts';

/** The store's outbox as the poster needs it. */
export function storeOutbox(
  store: Pick<Store, 'outboxWaiting' | 'event' | 'markSent' | 'markRefused' | 'offerAgain'>,
): OutboxPort {
  return {
    waiting: async (limit) => {
      const entries = await store.outboxWaiting(limit);
      const waiting: WaitingEvent[] = [];
      for (const { seq } of entries) {
        const { resourceId, raw } = await store.event(seq);
        if (resourceId !== null) waiting.push({ seq, resourceId, raw });
      }
      return waiting;
    },
    markSent: async (sent) => {
      await store.markSent(sent);
    },
    markRefused: async (refused) => {
      await store.markRefused(refused);
    },
    offerAgain: async (refusedBeforeMs) => {
      await store.offerAgain(refusedBeforeMs);
    },
  };
}
