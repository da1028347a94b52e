import { createErrorReply, createInvalidRequestReply } from '../../openai/errors/error-reply.ts';
import type { FailedRequest } from '../../openai/faults/errors/failed-request.ts';
import type { Reply } from '../../server/reply.ts';

/** Faults that replace the response by an error response that only this API sends. */
export const itemFaults = {
  'stale-encrypted-content': {
    on: 'chat',
    description: 'status 400, `invalid_encrypted_content`',
    apply: (): Reply =>
      createInvalidRequestReply(
        400,
        'The encrypted content for item rs_1 could not be verified. Reason: Encrypted content could not be decrypted or parsed.',
        { code: 'invalid_encrypted_content' },
      ),
  },
  'item-not-found': {
    on: 'chat',
    description: 'status 404 for an item that is not stored',
    apply: (): Reply =>
      createInvalidRequestReply(
        404,
        "Item with id 'rs_1' not found. Items are not persisted when `store` is set to false. Try again with `store` set to true, or remove this item from your input.",
        { param: 'input' },
      ),
  },
  'prompt-rejected': {
    on: 'chat',
    description: 'status 400, `invalid_prompt`',
    apply: (): Reply =>
      createInvalidRequestReply(
        400,
        'Invalid prompt: your prompt was flagged as potentially violating our usage policy.',
        { code: 'invalid_prompt' },
      ),
  },
  'unsupported-parameter': {
    on: 'chat',
    parameters: { parameter: { type: 'string', default: 'temperature' } },
    description: 'status 400, `unsupported_parameter`',
    apply: (_: FailedRequest, { parameter }: { readonly parameter: string }): Reply =>
      createInvalidRequestReply(
        400,
        `Unsupported parameter: '${parameter}' is not supported with this model.`,
        { param: parameter, code: 'unsupported_parameter' },
      ),
  },
  'slow-down': {
    on: 'chat',
    description: 'status 503, `slow_down`',
    apply: (): Reply =>
      createErrorReply(503, {
        message: 'Please reduce your request rate.',
        type: 'service_unavailable_error',
        code: 'slow_down',
      }),
  },
} as const;
