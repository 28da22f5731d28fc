/** How Chromium is to be started. */
export interface LaunchOptions {
  readonly profileDir: string;
  readonly headless: boolean;
  readonly sandboxed: boolean;
  /** A port for Playwright, besides our own pipe. Never set otherwise: a port is open to every local process. */
  readonly debuggingPort: boolean;
  /** Switches of the app (`app.commandLine.appendSwitch`). */
  readonly appSwitches: ReadonlyMap<string, string>;
}

/** Chromium parts that would call out, keep copies of pages, or ask the person something. */
const DISABLED_FEATURES = [
  'AimEnabled',
  'AutofillServerCommunication',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'CertificateTransparencyComponentUpdater',
  'DialMediaRouteProvider',
  'GlobalMediaControls',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'InterestFeedContentSuggestions',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'OptimizationGuideModelDownloading',
  'OptimizationGuideOnDeviceModel',
  'PaintHolding',
  'PreconnectToSearch',
  'Translate',
];

/** Switches that every start carries. */
const ALWAYS = [
  '--remote-debugging-pipe',
  '--no-first-run',
  '--no-default-browser-check',
  '--no-service-autorun',
  '--test-type',
  // nothing leaves the machine on Chromium's own account
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-client-side-phishing-detection',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-extensions',
  '--disable-field-trial-config',
  '--disable-search-engine-choice-screen',
  '--disable-sync',
  '--dns-prefetch-disable',
  '--metrics-recording-only',
  '--no-pings',
  '--safebrowsing-disable-auto-update',
  // nothing of a page is kept on disk: no dumps (they hold page memory), no caches, no keyring
  '--disable-breakpad',
  '--disable-crash-reporter',
  '--disk-cache-size=1',
  '--media-cache-size=1',
  '--disable-gpu-shader-disk-cache',
  '--password-store=basic',
  '--use-mock-keychain',
  // a window behaves the same in front and behind, as in the tests so on the desk
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--disable-back-forward-cache',
  '--disable-hang-monitor',
  '--disable-prompt-on-repost',
  '--disable-popup-blocking',
  '--allow-pre-commit-input',
  '--disable-dev-shm-usage',
  '--disable-infobars',
  // a stand-in origin must never be looked up, even if the interception should fail
  '--host-resolver-rules=MAP *.invalid ~NOTFOUND',
] as const;

/** Switches an app may append; any other would be silently without effect, so it is refused. */
export const APP_SWITCHES: ReadonlySet<string> = new Set([
  'force-device-scale-factor',
  'force-color-profile',
  'lang',
  'disable-gpu',
  'force-prefers-reduced-motion',
  'high-dpi-support',
  'js-flags',
]);

/** The arguments for Chromium's executable. */
export function chromiumFlags(options: LaunchOptions): readonly string[] {
  const appSwitches = [...options.appSwitches].map(([name, value]) =>
    value === '' ? `--${name}` : `--${name}=${value}`,
  );
  return [
    ...ALWAYS,
    `--disable-features=${DISABLED_FEATURES.join(',')}`,
    `--user-data-dir=${options.profileDir}`,
    // Pages live in an off-the-record context: history, storage and sessions stay in memory.
    ...(options.headless
      ? ['--headless=new', '--no-startup-window', '--hide-scrollbars=false']
      : ['--incognito']),
    ...(options.sandboxed ? [] : ['--no-sandbox']),
    ...(options.debuggingPort ? ['--remote-debugging-port=0'] : []),
    ...appSwitches,
  ];
}
