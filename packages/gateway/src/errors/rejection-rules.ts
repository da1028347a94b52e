import type { RejectionCode } from './rejection.ts';

/** How a rejection is sent. */
export interface RejectionRule {
  readonly status: number;
  /** The `type` in the format of OpenAI's APIs. */
  readonly type: string;
  /**
   * The `code` in the format of OpenAI's APIs.
   *
   * @defaultValue the code of the rejection with underscores
   */
  readonly code?: string | null;
}

const type = 'invalid_request_error';

export const rejectionRules: Readonly<Record<RejectionCode, RejectionRule>> = {
  'malformed-request': { status: 400, type, code: null },
  'invalid-key': { status: 401, type, code: 'invalid_api_key' },
  'budget-exhausted': { status: 402, type: 'insufficient_quota', code: 'insufficient_quota' },
  'foreign-host': { status: 403, type },
  'foreign-origin': { status: 403, type },
  'model-not-allowed': { status: 404, type, code: 'model_not_found' },
  'path-not-found': { status: 404, type },
  'method-not-allowed': { status: 405, type },
  'body-too-slow': { status: 408, type },
  'body-too-large': { status: 413, type },
  'unsupported-media-type': { status: 415, type },
  'key-limit': { status: 429, type: 'rate_limit_error', code: 'rate_limit_exceeded' },
  'headers-too-large': { status: 431, type },
  'gateway-full': { status: 503, type: 'server_error' },
  draining: { status: 503, type: 'server_error' },
};
