import type { FuseV1Options } from '@electron/fuses';
import { must, type Rule } from './rule.ts';
import { calls, child, children, constantObject, literal, properties, written } from './tree.ts';

/** What each fuse must be. Said here again, so that flipping one takes two changes. */
const EXPECTED: Readonly<Record<keyof typeof FuseV1Options, boolean>> = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
  WasmTrapHandlers: true,
};

export const fusesRule: Rule = {
  name: 'fuses',
  asks: 'every fuse is named and set as decided, burnt into each package, and the app is one archive',
  look(tree, report) {
    const fuses = must(tree, 'build/package/fuses.ts', report);
    if (fuses !== undefined) {
      const object = constantObject(fuses, 'FUSES');
      const set = properties(object);
      if (set.has('…')) report(fuses, 'FUSES is not written out', object);
      for (const [name, expected] of Object.entries(EXPECTED)) {
        if (literal(set.get(name)) !== expected) report(fuses, `${name} is not ${expected}`, set.get(name));
      }
      const type = fuses.nodes.find(
        (node) => node.type === 'TSTypeAliasDeclaration' && child(node, 'id')?.['name'] === 'Fuses',
      );
      if (!written(fuses, type).includes('Required<Record<FuseName, boolean>>')) {
        report(fuses, 'the type lets a fuse be left out', type);
      }
      const [flip] = calls(fuses, 'flipFuses');
      const options = properties(children(flip, 'arguments')[1]);
      if (literal(options.get('strictlyRequireAllFuses')) !== true) {
        report(fuses, 'a fuse of the binary that has no name here would stay as it is', flip);
      }
    }
    const configuration = must(tree, 'build/package/configuration.ts', report);
    if (configuration === undefined) return;
    const set = new Map(
      configuration.nodes
        .filter((node) => node.type === 'Property')
        .map((node) => [written(configuration, child(node, 'key')), child(node, 'value')]),
    );
    if (literal(set.get('asar')) !== true) report(configuration, 'asar is not on', set.get('asar'));
    if (set.has('disableAsarIntegrity')) report(configuration, 'asar integrity is disabled');
    if (set.has('afterSign') || set.has('afterAllArtifactBuild')) {
      report(configuration, 'a hook after signing could change the program');
    }
    const afterPack = set.get('afterPack');
    for (const needed of ['await burnFuses(', 'wrongFuses(await readFuses(']) {
      if (!written(configuration, afterPack).includes(needed)) {
        report(configuration, `afterPack does not ${needed}…)`, afterPack);
      }
    }
  },
};
