import { createJsonReply } from '../../server/create-reply.ts';
import type { Reply } from '../../server/reply.ts';

/** The `error` object of an error response. */
export interface GoogleError {
  readonly code: number;
  readonly message: string;
  readonly status: string;
  readonly details?: readonly object[];
}

export function createErrorBody(error: GoogleError): { readonly error: GoogleError } {
  return { error };
}

export function createErrorReply(error: GoogleError, status: number = error.code): Reply {
  return createJsonReply(status, createErrorBody(error));
}

const rpc = 'type.googleapis.com/google.rpc.';

export function createInvalidArgument(message: string): GoogleError {
  return { code: 400, message, status: 'INVALID_ARGUMENT' };
}

export function createNotFound(model: string): GoogleError {
  return {
    code: 404,
    message: `models/${model} is not found for API version v1beta, or is not supported for generateContent. Call ListModels to see the list of available models and their supported methods.`,
    status: 'NOT_FOUND',
  };
}

export function createInvalidKey(
  message = 'API key not valid. Please pass a valid API key.',
): GoogleError {
  return {
    ...createInvalidArgument(message),
    details: [
      {
        '@type': `${rpc}ErrorInfo`,
        reason: 'API_KEY_INVALID',
        domain: 'googleapis.com',
        metadata: { service: 'generativelanguage.googleapis.com' },
      },
    ],
  };
}

export const missingKey: GoogleError = {
  code: 403,
  message:
    "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.",
  status: 'PERMISSION_DENIED',
};

/** The name of a quota, and the delay after which it is free. */
interface QuotaFacts {
  readonly quotaId: string;
  readonly seconds?: number | undefined;
}

export function createQuotaError({ quotaId, seconds }: QuotaFacts): GoogleError {
  return {
    code: 429,
    message:
      'You exceeded your current quota, please check your plan and billing details. For more information on this error, head to: https://ai.google.dev/gemini-api/docs/rate-limits.',
    status: 'RESOURCE_EXHAUSTED',
    details: [
      { '@type': `${rpc}QuotaFailure`, violations: [{ quotaId, quotaValue: '10' }] },
      { '@type': `${rpc}Help`, links: [{ description: 'Learn more about Gemini API quotas' }] },
      ...(seconds === undefined ? [] : [{ '@type': `${rpc}RetryInfo`, retryDelay: `${seconds}s` }]),
    ],
  };
}

export const perMinute = 'GenerateRequestsPerMinutePerProjectPerModel-FreeTier';
export const perDay = 'GenerateRequestsPerDayPerProjectPerModel-FreeTier';

export const spentCredit: GoogleError = {
  code: 402,
  message: 'Your prepaid credits are depleted. Add credits to continue.',
  status: 'RESOURCE_EXHAUSTED',
};

export const missingPermission: GoogleError = {
  code: 403,
  message: 'The caller does not have permission.',
  status: 'PERMISSION_DENIED',
};

export const unsupportedLocation: GoogleError = {
  code: 400,
  message: 'User location is not supported for the API use.',
  status: 'FAILED_PRECONDITION',
};

export const tooLongPrompt: GoogleError = createInvalidArgument(
  'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
);

export const serverError: GoogleError = {
  code: 500,
  message: 'An internal error has occurred. Please retry or report in the troubleshooting guide.',
  status: 'INTERNAL',
};

export const overloaded: GoogleError = {
  code: 503,
  message: 'The model is overloaded. Please try again later.',
  status: 'UNAVAILABLE',
};

export const timedOut: GoogleError = {
  code: 504,
  message: 'Deadline expired before operation could complete.',
  status: 'DEADLINE_EXCEEDED',
};

export const canceled: GoogleError = {
  code: 499,
  message: 'The operation was cancelled.',
  status: 'CANCELLED',
};
