import { assertNever } from '../../assert-never.ts';
import { htmlPage } from '../../faults/html-page.ts';
import { createHtmlReply, createJsonReply } from '../../server/create-reply.ts';
import { write } from '../../server/reply-steps.ts';
import type { Reply } from '../../server/reply.ts';
import { streamHeaders } from '../../stream/stream-headers.ts';
import { createErrorReply, createInvalidRequestReply } from '../errors/error-reply.ts';
import { rateLimit, serverError } from '../errors/openai-errors.ts';
import { modelsFaultNames } from '../faults/fault-names.ts';
import type { ServerState } from './server-state.ts';

/** `GET /v1/models`: what there is to ask. */
export function handleModels(site: ServerState): Reply {
  const fault = site.faults.take(modelsFaultNames, 'models-none')?.kind;
  const reply = fault === undefined ? listModels(site.settings.models) : failModels(fault);
  return { ...reply, notes: { fault } };
}

/** `GET /v1/models/{id}`; the id may be encoded, and may have slashes. */
export function answerModel({ settings }: ServerState, encodedId: string): Reply {
  const id = decodeId(encodedId);
  if (settings.models.includes(id)) return createJsonReply(200, describeModel(id));
  return createInvalidRequestReply(404, `The model '${id}' does not exist`, {
    param: 'model',
    code: 'model_not_found',
  });
}

function listModels(models: readonly string[]): Reply {
  return createJsonReply(200, { object: 'list', data: models.map(describeModel) });
}

function describeModel(id: string): object {
  return { id, object: 'model', created: 1_700_000_000, owned_by: 'emulator' };
}

function decodeId(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    // What is not encoded well is no model's name either.
    return encoded;
  }
}

function failModels(fault: (typeof modelsFaultNames)[number]): Reply {
  switch (fault) {
    case 'models-empty':
      return listModels([]);
    case 'models-html-page':
      return createHtmlReply(200, htmlPage);
    case 'models-event-stream':
      return {
        status: 200,
        headers: streamHeaders,
        steps: [write('data: {"object":"list"}\n\ndata: [DONE]\n\n')],
      };
    case 'models-rate-limited':
      return createErrorReply(429, rateLimit);
    case 'models-server-error':
      return createErrorReply(500, serverError);
    default:
      return assertNever(fault);
  }
}
