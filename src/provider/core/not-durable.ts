import type { WriteOptions } from '../../database/core/write.js';

/** Only the state `submitting` must be on disk before the next step. Recovery restores all others. */
export const NOT_DURABLE: WriteOptions = { durable: false };
