import { createTheme, localStorageColorSchemeManager, ModalRoot, Popover, Tooltip } from '@mantine/core';

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
  components: {
    ModalRoot: ModalRoot.extend({
      defaultProps: {
        lockScroll: false,
        centered: true,
        radius: 'md',
        transitionProps: { duration: 0 },
      },
    }),
    Popover: Popover.extend({ defaultProps: { transitionProps: { duration: 0 }, radius: 'md' } }),
    Tooltip: Tooltip.extend({ defaultProps: { transitionProps: { duration: 0 } } }),
  },
});

/** The only thing that this page keeps in localStorage. */
export const colourScheme = localStorageColorSchemeManager({ key: 'medminder.colour-scheme' });
