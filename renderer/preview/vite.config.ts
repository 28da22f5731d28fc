// oxlint-disable import/no-default-export -- Vite asks for it
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * Builds the page with a made-up desk behind it, for a look at every state without the engine:
 * `vite build --config renderer/preview/vite.config.ts`, then serve `dist/preview` and open it with, for example,
 * `?state=locked`. Not part of `npm run build`.
 */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react()],
  build: {
    outDir: '../../dist/preview',
    emptyOutDir: true,
    target: 'es2024',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
});
