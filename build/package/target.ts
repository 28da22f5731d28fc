/** What a package is made for, in Node's own words. */
export interface Target {
  readonly platform: 'linux' | 'win32' | 'darwin';
  readonly arch: 'x64' | 'arm64';
}

/** Every target that an installer is made for. */
export const TARGETS: readonly Target[] = [
  { platform: 'linux', arch: 'x64' },
  { platform: 'linux', arch: 'arm64' },
  { platform: 'win32', arch: 'x64' },
  { platform: 'darwin', arch: 'x64' },
  { platform: 'darwin', arch: 'arm64' },
];

/** @throws Error, naming the targets there are, for any other */
export function targetOf(platform: string, arch: string): Target {
  const found = TARGETS.find((target) => target.platform === platform && target.arch === arch);
  if (found === undefined) {
    const all = TARGETS.map((target) => `${target.platform}-${target.arch}`).join(', ');
    throw new Error(`No package for ${platform}-${arch}. There are: ${all}.`);
  }
  return found;
}
