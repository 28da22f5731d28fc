import type { MedminderApi } from '../../shared/contract/api.ts';

declare global {
  interface Window {
    /** Put there by the preload (electron/preload.ts). */
    readonly medminder: MedminderApi;
  }
}
