import { createFakeDesk } from './fake-desk.ts';

// Must stand before the page asks for it.
Object.defineProperty(window, 'medminder', { value: createFakeDesk(new URLSearchParams(location.search)) });
await import('../main.tsx');
