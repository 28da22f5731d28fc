/** The two channels between page and main process; the preload and the bridge name them, nobody else. */
export const CALL_CHANNEL = 'medminder:call';
export const PUSH_CHANNEL = 'medminder:push';
