import { listFaultNamesOn } from '../../faults/fault-table.ts';
import { createErrorReply, createInvalidRequestReply } from '../../openai/errors/error-reply.ts';
import { createModelNotFound } from '../../openai/errors/openai-errors.ts';
import { ParameterError } from '../../openai/request/errors/parameter-error.ts';
import { readKey } from '../../openai/routes/check-key.ts';
import type { ReceivedRequest } from '../../server/received-request.ts';
import type { Reply } from '../../server/reply.ts';
import { createFailure } from '../faults/apply-faults.ts';
import { type ResponsesFault, responsesFaults } from '../faults/responses-fault.ts';
import { decodeResponsesRequest } from '../request/decode-responses-request.ts';
import { MissingItemError } from '../request/input-items.ts';
import type { ResponsesRequest } from '../request/responses-request.ts';
import { planResponse } from '../response/plan-response.ts';
import { sendResponse, streamResponse } from './send-response.ts';
import type { ServerState } from './server-state.ts';

const streamFaultNames = listFaultNamesOn(responsesFaults, 'chat', 'stream');
const nonStreamFaultNames = listFaultNamesOn(responsesFaults, 'chat', 'non-stream');

/** `POST /v1/responses`: returns a response, or an error if the request is invalid. */
export function handleResponses(state: ServerState, { headers, body }: ReceivedRequest): Reply {
  const isJson = (headers['content-type'] ?? '').startsWith('application/json');
  const request = readRequest(() => decodeResponsesRequest(isJson ? body : undefined, state.items));
  if (request instanceof ParameterError) return createParameterReply(request);
  const { model, stream, conversation } = request;
  const { lastUserMessage, messages } = conversation;
  const notes = { model, lastUserMessage, messages };
  const missing = findMissingModel(state, model);
  if (missing) return { ...missing, notes };
  const fault = state.faults.take(stream ? streamFaultNames : nonStreamFaultNames, 'none');
  const failed = { key: readKey(headers), model, nowMs: state.settings.now() };
  const reply = createFailure(fault, failed) ?? createResponseReply(state, request, fault);
  return { ...reply, notes: { ...notes, fault: fault?.kind } };
}

function createResponseReply(
  { settings, items, ids }: ServerState,
  request: ResponsesRequest,
  fault: ResponsesFault | undefined,
): Reply {
  const draft = planResponse(request, fault, settings, ids);
  if (request.isStored) items.add(draft.response, request.items);
  const create = request.stream ? streamResponse : sendResponse;
  return create(draft, settings.stream, fault);
}

export function findMissingModel({ settings }: ServerState, model: string): Reply | undefined {
  if (settings.anyModel || settings.models.includes(model)) return undefined;
  return createErrorReply(404, createModelNotFound(model));
}

export function readRequest<Request>(read: () => Request): Request | ParameterError {
  try {
    return read();
  } catch (error) {
    if (error instanceof ParameterError) return error;
    throw error;
  }
}

export function createParameterReply(error: ParameterError): Reply {
  const { message, parameter: param, code } = error;
  const status = error instanceof MissingItemError ? 404 : 400;
  return createInvalidRequestReply(status, message, { param, code });
}
