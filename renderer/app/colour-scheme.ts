/** Where the chosen scheme is kept, in the words of the component library; the only thing that this page keeps. */
export const SCHEME_KEY = 'medminder.colour-scheme';

const dark = window.matchMedia('(prefers-color-scheme: dark)');

function paint(): void {
  let chosen: string | null = null;
  try {
    chosen = window.localStorage.getItem(SCHEME_KEY);
  } catch {
    // Storage that is shut off: the scheme is the system's.
  }
  const scheme = chosen === 'light' || chosen === 'dark' ? chosen : dark.matches ? 'dark' : 'light';
  document.documentElement.dataset['mantineColorScheme'] = scheme;
}

/** Colours the door, before the component library is there, which then does the same. For the page's whole life. */
export function followScheme(): void {
  paint();
  dark.addEventListener('change', paint);
}
