/** The height of a row in the event tables; the same number is `--row-height` in styles/tokens.css. */
export const ROW_HEIGHT_PX = 32;
