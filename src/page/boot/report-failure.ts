import { PAGE_ERRORS } from '../../protocol/error-codes/page-errors.js';
import type { AgentError } from '../agent/core/agent-error.js';
import { dispatch, queueTask, type Platform } from '../agent/core/platform.js';
import { NativeEvent } from '../api/natives.js';

const CODE = 'agent-not-loaded';

/**
 * Returns a function for an agent that could not be loaded. It logs one line the first time, fires `error` at
 * each link once, and returns the error for the state.
 */
export function createFailureReporter(
  platform: Platform,
): (cause: unknown, links: readonly Element[]) => AgentError {
  const failed = new WeakSet<Element>();
  let isReported = false;
  return (cause, links) => {
    const { title, fix } = PAGE_ERRORS['agent-not-loaded'];
    const message = `${title} (${cause})`;
    if (!isReported) platform.warn(`[wm-polyfill] ${message} ${fix} (${CODE})`);
    isReported = true;
    for (const link of links) {
      if (failed.has(link)) continue;
      failed.add(link);
      queueTask(platform, () => dispatch(new NativeEvent('error'), link));
    }
    return Object.freeze({ code: CODE, message, fix });
  };
}
