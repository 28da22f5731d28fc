import { config } from 'zod';

// Must run before a schema is made: zod would try whether it may compile code, and the page's CSP would report it.
config({ jitless: true });
