/** The event object that Electron hands to listeners which may say no. */
export interface PreventableEvent {
  preventDefault: () => void;
  readonly defaultPrevented: boolean;
}

/** Makes an event with the given extra fields. */
export function preventable<T extends object>(fields: T): T & PreventableEvent {
  let prevented = false;
  return Object.defineProperties(
    { ...fields },
    {
      preventDefault: {
        value: () => {
          prevented = true;
        },
      },
      defaultPrevented: { get: () => prevented },
    },
  ) as T & PreventableEvent;
}
