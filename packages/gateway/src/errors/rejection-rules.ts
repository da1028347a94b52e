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
  /**
   * The type in the format of the Messages API.
   *
   * @defaultValue `type`
   */
  readonly anthropicType?: string;
}

const type = 'invalid_request_error';

export const rejectionRules: Readonly<Record<RejectionCode, RejectionRule>> = {
  'malformed-request': { status: 400, type, code: null },
  'invalid-key': {
    status: 401,
    type,
    code: 'invalid_api_key',
    anthropicType: 'authentication_error',
  },
  'budget-exhausted': {
    status: 402,
    type: 'insufficient_quota',
    code: 'insufficient_quota',
    anthropicType: 'billing_error',
  },
  'foreign-host': { status: 403, type, anthropicType: 'permission_error' },
  'foreign-origin': { status: 403, type, anthropicType: 'permission_error' },
  'model-not-allowed': {
    status: 404,
    type,
    code: 'model_not_found',
    anthropicType: 'not_found_error',
  },
  'path-not-found': { status: 404, type, anthropicType: 'not_found_error' },
  'method-not-allowed': { status: 405, type },
  'body-too-slow': { status: 408, type },
  'body-too-large': { status: 413, type, anthropicType: 'request_too_large' },
  'unsupported-media-type': { status: 415, type },
  websocket: { status: 426, type },
  'key-limit': { status: 429, type: 'rate_limit_error', code: 'rate_limit_exceeded' },
  'headers-too-large': { status: 431, type },
  'gateway-full': { status: 503, type: 'server_error', anthropicType: 'overloaded_error' },
  draining: { status: 503, type: 'server_error', anthropicType: 'overloaded_error' },
};
