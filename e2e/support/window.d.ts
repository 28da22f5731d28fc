import type { MedminderApi } from '../../shared/contract/api.ts';

declare global {
  interface Window {
    /** What tests call past the page is what the preload put there (electron/preload.ts). */
    readonly medminder: MedminderApi;
  }
}
