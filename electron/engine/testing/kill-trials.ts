/** How often a test kills: `KILL_TRIALS` where a soak asks for more (or somebody for less), else `usual`. For tests only. */
export function killTrials(usual: number): number {
  return Number(process.env['KILL_TRIALS'] ?? usual);
}
