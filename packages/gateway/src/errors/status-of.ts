import { errorRules } from '@understudy/core';

import { isErrorCode } from './failure.ts';
import type { FailureCode } from './failure.ts';
import { rejectionRules } from './rejection-rules.ts';

/** The statuses that differ from those of core. */
const ownStatuses: ReadonlyMap<FailureCode, number> = new Map([
  // For a client, the provider is a part of the model's name, and vendors send 404 for a model that was shut down.
  ['provider-retired', 404],
  ['provider-deprecated', 404],
]);

/** Returns the HTTP status of a failure, apart from what one API has of its own. */
export function statusOf(code: FailureCode): number {
  if (!isErrorCode(code)) return rejectionRules[code].status;
  return ownStatuses.get(code) ?? errorRules[code].httpStatus;
}
