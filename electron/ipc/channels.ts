/** The channels between page and main process; the preload and the bridge name them, nobody else. */
export const CALL_CHANNEL = 'medminder:call';
export const PUSH_CHANNEL = 'medminder:push';
/** From the preload alone: paths of what was dropped on the window. */
export const DROP_CHANNEL = 'medminder:dropped';
