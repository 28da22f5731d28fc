// SECURITY: docs/threat-model.md#files — what comes from the page's process is judged here, also if it is not the preload.
import path from 'node:path';

/** More files than anybody drops; a folder counts as one. */
const MAX_PATHS = 100_000;
/** The longest path of any system (Windows, in UTF-16 units); POSIX systems stop at 4,096 bytes. */
const MAX_PATH_CHARS = 32_767;

/**
 * The paths in a message about a drop, or none. A file that the page has made up has no path ('' from
 * `webUtils.getPathForFile`) and is left out.
 */
export function droppedPaths(message: unknown): readonly string[] {
  if (!Array.isArray(message) || message.length > MAX_PATHS) return [];
  return message.filter(
    (each): each is string =>
      typeof each === 'string' &&
      each.length <= MAX_PATH_CHARS &&
      path.isAbsolute(each) &&
      !each.includes('\0'),
  );
}
