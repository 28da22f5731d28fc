import path from 'node:path';
import type { EngineConfig } from './ipc/engine-messages.ts';

export interface ArgumentsOptions {
  readonly argv: readonly string[];
  readonly packaged: boolean;
  readonly platform?: NodeJS.Platform;
  /** The running program's own path. */
  readonly execPath?: string;
}

/**
 * What the command line says about the settings: `--settings=FILE` fixes them; `--demo=FILE` (a demo clinic to offer in the
 * first run) and `--policy=FILE` (a policy at another than the system's place) are for development and tests.
 *
 * SECURITY: docs/threat-model.md#settings — a package ignores both: whoever starts it must not choose its policy.
 */
export function consoleArguments({
  argv,
  packaged,
  platform = process.platform,
  execPath = process.execPath,
}: ArgumentsOptions): Pick<EngineConfig, 'settingsFile' | 'demoFile' | 'policy'> {
  const named = packaged ? null : fileFrom(argv, '--policy=');
  return {
    settingsFile: fileFrom(argv, '--settings='),
    demoFile: packaged ? null : fileFrom(argv, '--demo='),
    policy: {
      file: named ?? systemPolicyFile(platform, execPath),
      mustExist: named !== null,
      mayBelongToUser: !packaged,
    },
  };
}

/**
 * Where the system keeps what its administrator decides for all users.
 *
 * SECURITY: docs/threat-model.md#settings — on Windows beside the program's own drive and not where the environment says
 * that ProgramData is: whoever starts the console chooses its environment.
 */
function systemPolicyFile(platform: NodeJS.Platform, execPath: string): string {
  if (platform === 'win32') {
    const drive = path.win32.parse(execPath).root;
    return path.win32.join(drive, 'ProgramData', 'MedMinder Console', 'policy.json');
  }
  if (platform === 'darwin') return '/Library/Application Support/MedMinder Console/policy.json';
  return '/etc/medminder-console/policy.json';
}

function fileFrom(argv: readonly string[], prefix: string): string | null {
  const given = argv.findLast((argument) => argument.startsWith(prefix))?.slice(prefix.length);
  return given === undefined || given === '' ? null : path.resolve(given);
}
