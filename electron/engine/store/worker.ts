import { projectEvent } from '../audit/mapping/project.ts';
import { runThread } from './threads.ts';

/** Entry of the store's threads (out/store-worker.js). */
runThread(projectEvent);
