/** Where the active row may go, counted in rows. */
export interface TablePlace {
  readonly active: number | null;
  readonly count: number;
  /** Whole rows that fit the window. */
  readonly page: number;
}

export type TableStep =
  | { readonly kind: 'move'; readonly to: number }
  | { readonly kind: 'open' }
  | { readonly kind: 'ignore' };

/** The part of a key press that matters; a KeyboardEvent fits. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

const IGNORE: TableStep = { kind: 'ignore' };

/** What a key means in a table of rows (WAI-ARIA grid pattern by rows, with j and k beside the arrows). */
export function tableStep(press: KeyPress, place: TablePlace): TableStep {
  if (press.ctrlKey || press.metaKey || press.altKey || place.count === 0) return IGNORE;
  const last = place.count - 1;
  const move = (to: number): TableStep => ({ kind: 'move', to: Math.min(Math.max(to, 0), last) });
  const { active } = place;
  switch (press.key) {
    case 'ArrowDown':
    case 'j':
      return move(active === null ? 0 : active + 1);
    case 'ArrowUp':
    case 'k':
      return move(active === null ? 0 : active - 1);
    case 'PageDown':
      return move((active ?? 0) + Math.max(1, place.page - 1));
    case 'PageUp':
      return move((active ?? 0) - Math.max(1, place.page - 1));
    case 'Home':
      return move(0);
    case 'End':
      return move(last);
    case 'Enter':
      return active === null ? IGNORE : { kind: 'open' };
    default:
      return IGNORE;
  }
}
