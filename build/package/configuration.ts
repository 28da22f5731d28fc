import path from 'node:path';
import { Arch, type AfterPackContext, type Configuration } from 'electron-builder';
import type { Publisher } from './contents.ts';
import { burnFuses, readFuses, wrongFuses } from './fuses.ts';
import type { Signing } from './signing.ts';
import type { Target } from './target.ts';

export interface PackagingParts {
  readonly target: Target;
  readonly signing: Signing;
  readonly publisher: Publisher;
  /** Where stage.ts laid out the app. */
  readonly appDir: string;
  readonly outputDir: string;
  /** Licences, the bill of materials: into the package's resources, by file name. */
  readonly resources: readonly string[];
  /** A folder that stands for Electron's, in a dry run. */
  readonly electronDist?: string;
}

export const APP_ID = 'pro.medminder.console';
export const EXECUTABLE = 'medminder-console';
const here = import.meta.dirname;

/** The whole configuration of electron-builder. There is no other: none in package.json, no file that it would look for. */
export function configurationOf(parts: PackagingParts): Configuration {
  const { target, signing, publisher, appDir, outputDir } = parts;
  return {
    appId: APP_ID,
    copyright: `Copyright © ${publisher.maintainer.replace(/\s*<.*$/u, '')}`,
    artifactName: `${EXECUTABLE}-\${version}-\${os}-\${arch}.\${ext}`,
    directories: { app: appDir, output: outputDir, buildResources: path.join(here, 'icons') },
    // Two sets, for electron-builder looks into a folder called node_modules only by itself.
    files: [
      { from: appDir, to: '.', filter: ['**/*'] },
      { from: path.join(appDir, 'node_modules'), to: 'node_modules', filter: ['**/*'] },
    ],
    extraResources: parts.resources.map((file) => ({ from: file, to: path.basename(file) })),
    asar: true,
    asarUnpack: ['**/*.node'],
    // The packages are in the folder already: with this answer nothing is collected, installed or compiled. It is not
    // asked under `npmRebuild: false`, which would go on to collect all of the project's packages.
    nodeGypRebuild: false,
    beforeBuild: async () => Promise.resolve(false),
    ...(parts.electronDist === undefined ? {} : { electronDist: parts.electronDist }),
    // Electron's own languages: the console speaks English, the rest would be 40 MB of words that nobody sees.
    electronLanguages: ['en-US'],
    // electron-builder's own switch knows one fuse fewer than Electron has (docs/decisions/0013-package.md).
    electronFuses: null,
    afterPack: async (context) => {
      const binary = binaryOf(context);
      await burnFuses(binary, { signed: signing.signed });
      const wrong = wrongFuses(await readFuses(binary));
      if (wrong.length > 0) throw new Error(`Fuses that did not take: ${wrong.join(', ')}.`);
    },
    // No update channel, no file that names one: an IT department rolls out versions (docs/packaging.md).
    publish: null,
    forceCodeSigning: signing.signed,
    linux: {
      target: ['deb', 'AppImage'],
      executableName: EXECUTABLE,
      category: 'Office',
      synopsis: 'The admin and audit desk of MedMinder Pro',
      maintainer: publisher.maintainer,
      vendor: publisher.maintainer,
      icon: path.join(here, 'icons'),
      desktop: { entry: { StartupWMClass: EXECUTABLE, Keywords: 'audit;HIPAA;FHIR;' } },
    },
    deb: { recommends: ['gnome-keyring | kwalletmanager'], packageCategory: 'admin' },
    win: {
      target: ['nsis'],
      icon: path.join(here, 'icons', 'icon.ico'),
      ...(parts.electronDist === undefined ? {} : { signAndEditExecutable: false }),
    },
    nsis: {
      oneClick: false,
      // For all users, so that nobody without administrator's rights can change what is installed.
      perMachine: true,
      allowElevation: true,
      allowToChangeInstallationDirectory: false,
      deleteAppDataOnUninstall: false,
    },
    mac: {
      target: ['dmg'],
      category: 'public.app-category.medical',
      icon: path.join(here, 'icons', 'icon.icns'),
      hardenedRuntime: true,
      gatekeeperAssess: false,
      entitlements: path.join(here, 'entitlements.plist'),
      entitlementsInherit: path.join(here, 'entitlements.plist'),
      notarize: signing.notarised,
      ...(signing.signed || target.platform !== 'darwin' ? {} : { identity: null }),
    },
    dmg: { sign: false },
  };
}

/** The binary with the fuse wire: Electron's own program, by its name in the package. */
export function binaryOf(
  context: Pick<AfterPackContext, 'appOutDir' | 'electronPlatformName' | 'packager'>,
): string {
  const { productFilename } = context.packager.appInfo;
  const names: Readonly<Record<string, string>> = {
    linux: EXECUTABLE,
    win32: `${productFilename}.exe`,
    darwin: `${productFilename}.app`,
  };
  const name = names[context.electronPlatformName];
  if (name === undefined) throw new Error(`No package for ${context.electronPlatformName}.`);
  return path.join(context.appOutDir, name);
}

/** electron-builder's number for an architecture. */
export function archNumber({ arch }: Target): Arch {
  return arch === 'x64' ? Arch.x64 : Arch.arm64;
}
