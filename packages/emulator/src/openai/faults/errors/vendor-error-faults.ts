import { createJsonReply } from '../../../server/create-reply.ts';
import type { Reply } from '../../../server/reply.ts';
import { createErrorReply, createInvalidRequestReply } from '../../errors/error-reply.ts';
import type { FailedRequest } from './failed-request.ts';

type NamedParameter = {
  readonly parameter: string;
};

/** Error responses whose meaning is in another place than in OpenAI's, or that have another status. */
export const vendorErrorFaults = {
  'account-overdue': {
    on: 'chat',
    description: 'status 400, `Arrearage`, as sent by DashScope',
    apply: (): Reply =>
      createErrorReply(400, {
        message: 'Access denied, please make sure your account is in good standing.',
        type: 'Arrearage',
        code: 'Arrearage',
      }),
  },
  'inspection-failed': {
    on: 'chat',
    description: 'status 400, `data_inspection_failed`, as sent by DashScope for filtered content',
    apply: (): Reply =>
      createErrorReply(400, {
        message:
          '<400> InternalError.Algo.DataInspectionFailed: Input data may contain inappropriate content.',
        type: 'data_inspection_failed',
        code: 'data_inspection_failed',
      }),
  },
  'guidelines-violated': {
    on: 'chat',
    description: 'status 403, `permission-denied`, as sent by xAI for filtered content',
    apply: (): Reply =>
      createJsonReply(403, {
        code: 'permission-denied',
        error: 'Content violates usage guidelines. ',
      }),
  },
  'key-expired': {
    on: 'chat',
    description: 'status 400; a list with an error whose reason is in `details`, as sent by Gemini',
    apply: (): Reply => createJsonReply(400, [{ error: expiredKey }]),
  },
  'model-not-supported': {
    on: 'chat',
    description: 'status 400, `model_not_supported`, as sent by GitHub Copilot',
    apply: (): Reply =>
      createInvalidRequestReply(400, 'The requested model is not supported.', {
        param: 'model',
        code: 'model_not_supported',
      }),
  },
  'tools-not-supported': {
    on: 'chat',
    description: 'status 404, as sent by OpenRouter for a model without tools',
    apply: (): Reply =>
      createJsonReply(404, {
        error: {
          message:
            'No endpoints found that support tool use. To learn more about provider routing, visit: https://openrouter.ai/docs/provider-routing',
          code: 404,
        },
      }),
  },
  'token-limit-exceeded': {
    on: 'chat',
    description: 'status 400 without a code: the prompt is too long, as sent by Moonshot',
    apply: (): Reply =>
      createInvalidRequestReply(
        400,
        'Invalid request: Your request exceeded model token limit: 131072 (requested: 200000)',
      ),
  },
  'unsupported-parameter': {
    on: 'chat',
    parameters: { parameter: { type: 'string', default: 'temperature' } },
    description: 'status 400, `unsupported_value` of `parameter`',
    apply: (_: FailedRequest, { parameter }: NamedParameter): Reply =>
      createInvalidRequestReply(
        400,
        `Unsupported value: '${parameter}' does not support 0.2 with this model. Only the default (1) value is supported.`,
        { param: parameter, code: 'unsupported_value' },
      ),
  },
  'parameter-forbidden': {
    on: 'chat',
    parameters: { parameter: { type: 'string', default: 'stream_options' } },
    description: 'status 422 with the path of `parameter` in `loc`, as sent by FastAPI',
    apply: (_: FailedRequest, { parameter }: NamedParameter): Reply =>
      createJsonReply(422, createForbiddenBody(parameter)),
  },
  'string-too-long': {
    on: 'chat',
    parameters: { parameter: { type: 'string', default: 'messages[2].tool_calls[0].id' } },
    description: 'status 400, `string_above_max_length` of `parameter`',
    apply: (_: FailedRequest, { parameter }: NamedParameter): Reply =>
      createInvalidRequestReply(
        400,
        `Invalid '${parameter}': string too long. Expected a string with maximum length 40, but got a string with length 43 instead.`,
        { param: parameter, code: 'string_above_max_length' },
      ),
  },
} as const;

const expiredKey = {
  code: 400,
  message: 'API key expired. Please renew the API key.',
  status: 'INVALID_ARGUMENT',
  details: [
    {
      '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
      reason: 'API_KEY_INVALID',
      domain: 'googleapis.com',
    },
  ],
};

function createForbiddenBody(parameter: string): object {
  const detail = {
    type: 'extra_forbidden',
    loc: ['body', parameter],
    msg: 'Extra inputs are not permitted',
    input: {},
  };
  return {
    object: 'error',
    message: { detail: [detail] },
    type: 'invalid_request_error',
    param: null,
    code: null,
  };
}
