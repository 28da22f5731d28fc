/** Packs once; run by dist.ts in a process of its own, for electron-builder writes where it likes. Arguments: one JSON. */
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build, Platform } from 'electron-builder';
import { inProject, root } from '../setup/paths.mjs';
import { billOf } from './bill.ts';
import { archNumber, binaryOf, configurationOf, EXECUTABLE } from './configuration.ts';
import { manifestOf, NATIVE_PACKAGES, type Publisher } from './contents.ts';
import { FUSES, readFuses } from './fuses.ts';
import { appFilesIn, listed, strangersBeside, type FoundFile } from './inventory.ts';
import { licencesOf, licenceSummary, noticesOf } from './licences.ts';
import { readLock, shippedPackages } from './lock.ts';
import { nativeFor } from './native.ts';
import { findingsIn, findingsInModules } from './rules.ts';
import { signingOf } from './signing.ts';
import { json, stageApp } from './stage.ts';
import { makeStub } from './stub.ts';
import { targetOf } from './target.ts';

/** What dist.ts asks for. */
export interface PackRequest {
  readonly platform: string;
  readonly arch: string;
  /** A stub for Electron, and no installer: only the packed folder. */
  readonly dry: boolean;
  /** The build that is packed. */
  readonly outDir: string;
  /** Where installers, notices and bill go. */
  readonly distDir: string;
  readonly workDir: string;
  readonly reportFile: string;
}

const request = JSON.parse(process.argv[2] ?? '{}') as PackRequest;
const target = targetOf(request.platform, request.arch);
const publisher: Publisher = {
  maintainer: process.env['MEDMINDER_MAINTAINER'] ?? 'MedMinder <console@medminder.example>',
  homepage: process.env['MEDMINDER_HOMEPAGE'] ?? 'https://medminder.example/console',
};
const signing = signingOf(target, process.env);
console.log(signing.says);

const { distDir, outDir } = request;
const outputDir = request.dry ? path.join(request.workDir, 'packed') : distDir;
const appDir = path.join(request.workDir, 'app');
const electronVersion = (
  JSON.parse(readFileSync(inProject('node_modules', 'electron', 'package.json'), 'utf8')) as {
    version: string;
  }
).version;

const modules = bundledModuleList();
const strangeModules = findingsInModules(modules);
const lock = readLock(root);
const packages = licencesOf(
  root,
  shippedPackages(
    lock,
    modules,
    NATIVE_PACKAGES.map(({ name }) => name),
  ),
);
mkdirSync(distDir, { recursive: true });
const notices = path.join(distDir, 'THIRD-PARTY-LICENCES.txt');
const bill = path.join(distDir, 'sbom.cdx.json');
writeFileSync(notices, noticesOf(packages));
writeFileSync(bill, json(billOf(manifestOf(root, publisher), packages, lock)));

stageApp({ root, outDir }, appDir, target, publisher);
const stub = path.join(request.workDir, 'electron-stub');
if (request.dry) makeStub(stub, electronVersion);

let unpackedDir = '';
let binary = '';
const configuration = configurationOf({
  target,
  signing,
  publisher,
  appDir,
  outputDir,
  resources: [inProject('LICENSE'), notices, bill],
  ...(request.dry ? { electronDist: stub } : {}),
});
const { afterPack } = configuration;
await build({
  projectDir: root,
  targets: platformOf().createTarget(request.dry ? ['dir'] : null, archNumber(target)),
  config: {
    ...configuration,
    afterPack: async (context) => {
      if (typeof afterPack === 'function') await afterPack(context);
      unpackedDir = context.appOutDir;
      binary = binaryOf(context);
    },
  },
});

const resources =
  target.platform === 'darwin'
    ? path.join(binary, 'Contents', 'Resources')
    : path.join(unpackedDir, 'resources');
const files = appFilesIn(resources);
const findings = [...strangeModules, ...findingsIn(files, target)];
writeFileSync(
  request.reportFile,
  json({
    name: manifestOf(root, publisher).productName,
    version: manifestOf(root, publisher).version,
    target,
    electron: { version: electronVersion, binary: request.dry ? 'stub' : 'real' },
    signing,
    ok: findings.length === 0,
    findings,
    fuses: { configured: FUSES, readBack: await readFuses(binary) },
    natives: files.filter(({ path: name }) => name.endsWith('.node')).map(describeNative),
    licences: { summary: licenceSummary(packages), packages: packages.map(briefly) },
    sbom: path.basename(bill),
    files: listed(files),
    ...(request.dry ? { strangersBesideElectron: strangersBeside(unpackedDir, EXECUTABLE) } : {}),
  }),
);

function describeNative({ path: name, content }: FoundFile): Readonly<Record<string, string>> {
  const { platform, arch } = nativeFor(content);
  return { path: name, platform, arch };
}

function briefly(each: (typeof packages)[number]): string {
  return `${each.name}@${each.version} (${each.licence}, ${each.how})`;
}

function platformOf(): Platform {
  switch (target.platform) {
    case 'linux':
      return Platform.LINUX;
    case 'win32':
      return Platform.WINDOWS;
    case 'darwin':
      return Platform.MAC;
  }
}

function bundledModuleList(): readonly string[] {
  const folder = path.join(outDir, '.modules');
  const lists = globSync('*.json', { cwd: folder }).map((name) => path.join(folder, name));
  if (lists.length !== 3) throw new Error('The build left no lists of its modules: npm run build -- --force');
  const all = lists.flatMap((file) => JSON.parse(readFileSync(file, 'utf8')) as readonly string[]);
  return [...new Set(all)].sort();
}
