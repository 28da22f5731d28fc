/** Code system of the tag that marks an event as written by a console; its code is the console's own id of it. */
export const CONSOLE_EVENT_TAG = 'https://medminder.example/console-event';
