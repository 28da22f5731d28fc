import { createTheme, localStorageColorSchemeManager } from '@mantine/core';
import { SCHEME_KEY } from './colour-scheme.ts';

/**
 * How Mantine behaves here. Values that end in CSS are in styles/tokens.css, since nothing is injected: the page's CSP
 * allows no <style>. `lockScroll` is off for the same reason (react-remove-scroll would inject one); the body of this
 * page never scrolls anyway.
 */
export const theme = createTheme({
  primaryColor: 'cyan',
  respectReducedMotion: true,
  cursorType: 'default',
  focusRing: 'auto',
  // By name, not by `extend`: that would load the components with the theme.
  components: {
    ModalRoot: {
      defaultProps: {
        lockScroll: false,
        centered: true,
        radius: 'md',
        transitionProps: { duration: 0 },
      },
    },
    Popover: { defaultProps: { transitionProps: { duration: 0 }, radius: 'md' } },
    Tooltip: { defaultProps: { transitionProps: { duration: 0 } } },
  },
});

export const colourScheme = localStorageColorSchemeManager({ key: SCHEME_KEY });
