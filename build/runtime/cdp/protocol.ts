/** The DevTools protocol's types, as playwright-core ships them for the Chromium that it supports. */
export type { Protocol } from '../../../node_modules/playwright-core/types/protocol.d.ts';
