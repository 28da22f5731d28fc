import { projectEvent } from '../audit/mapping/project.ts';
import { runThread } from './threads.ts';

/** Entry of the store's threads (out/store-worker.js). */
runThread((sourceBaseUrl) => {
  const options = sourceBaseUrl === null ? {} : { baseUrl: sourceBaseUrl };
  return (raw) => projectEvent(raw, options);
});
