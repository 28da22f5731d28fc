import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';
import { projectRoot } from './project-root.ts';

/** Beside what was built, and never packed: which modules went into it. One file a build, NAME.json. */
const bundledModulesDir = path.join(projectRoot, 'out', '.modules');

/**
 * Keeps the list of modules whose code, style or font is in a build, as paths in the project. A package is checked by it:
 * the licences of all that it holds, and that nothing of the demo clinic, the stand-in or a test is among them.
 */
export function bundledModules(name: string): Plugin {
  let root = projectRoot;
  return {
    name: 'bundled-modules',
    configResolved(config) {
      root = config.root;
    },
    generateBundle(_options, bundle) {
      // A style sheet leaves no code behind, so it is looked for in the graph and not in the chunks.
      const found = new Set([...this.getModuleIds()].filter((id) => /\.css(?:$|\?)/u.test(id)));
      for (const file of Object.values(bundle)) {
        if (file.type === 'asset') {
          for (const original of file.originalFileNames) found.add(path.resolve(root, original));
          continue;
        }
        for (const [id, { renderedLength }] of Object.entries(file.modules)) {
          if (renderedLength > 0) found.add(id);
        }
      }
      const modules = [...new Set([...found].flatMap(inProject))].sort();
      mkdirSync(bundledModulesDir, { recursive: true });
      writeFileSync(path.join(bundledModulesDir, `${name}.json`), `${JSON.stringify(modules, null, 1)}\n`);
    },
  };
}

/** The path in the project, with `/`; nothing for what the bundler made up itself. */
function inProject(id: string): readonly string[] {
  const file = id.replace(/[?#].*$/u, '').replaceAll('\0', '');
  if (!path.isAbsolute(file)) return [];
  return [path.relative(projectRoot, file).replaceAll('\\', '/')];
}
