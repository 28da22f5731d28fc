/** True if a URL matches one of Electron's filter patterns (`<all_urls>`, `https://*.example.com/*`). None: all match. */
export function matchesUrlPatterns(url: string, patterns: readonly string[] | undefined): boolean {
  if (patterns === undefined || patterns.length === 0) return true;
  return patterns.some((pattern) => {
    if (pattern === '<all_urls>' || pattern === '*') return true;
    const source = pattern.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('*', '.*');
    return new RegExp(`^${source}$`, 'i').test(url);
  });
}
