import { execFileSync } from 'node:child_process';

/** The utility process among the descendants of the app: Electron names its service, the stand-in runs engine.js. */
export function enginePid(root: number): number {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).trim().split('\n');
  const processes = lines.map((line) => {
    const [pid, parent, ...args] = line.trim().split(/\s+/u);
    return { pid: Number(pid), parent: Number(parent), args: args.join(' ') };
  });
  const family = new Set([root]);
  for (let grown = true; grown;) {
    const before = family.size;
    for (const { pid, parent } of processes) if (family.has(parent)) family.add(pid);
    grown = family.size > before;
  }
  const engine = processes.find(
    ({ pid, args }) => family.has(pid) && /engine\.js|node\.mojom\.NodeService/u.test(args),
  );
  if (engine === undefined) throw new Error('There is no engine among the processes of the console.');
  return engine.pid;
}
