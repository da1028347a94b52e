import { listFaultNamesOn } from '../../faults/fault-table.ts';
import type { ReceivedRequest } from '../../server/received-request.ts';
import type { Reply } from '../../server/reply.ts';
import { planResponse } from '../completion/plan-response.ts';
import { createErrorReply, createInvalidRequestReply } from '../errors/error-reply.ts';
import { createModelNotFound } from '../errors/openai-errors.ts';
import { createFailure } from '../faults/apply-faults.ts';
import { type OpenAiFault, openAiFaults } from '../faults/openai-fault.ts';
import type { ChatRequest } from '../request/chat-request.ts';
import { decodeChatRequest } from '../request/decode-chat-request.ts';
import { ParameterError } from '../request/errors/parameter-error.ts';
import { findRejectedForm } from '../request/errors/rejected-forms.ts';
import { readKey } from './check-key.ts';
import { sendCompletion } from './send-completion.ts';
import type { ServerState } from './server-state.ts';
import { streamCompletion } from './stream-completion.ts';

const streamFaultNames = listFaultNamesOn(openAiFaults, 'chat', 'stream');
const nonStreamFaultNames = listFaultNamesOn(openAiFaults, 'chat', 'non-stream');

/** `POST /v1/chat/completions`: returns a completion, or an error if the request is invalid. */
export function handleChat(state: ServerState, { headers, body }: ReceivedRequest): Reply {
  const request = readRequest(isJson(headers) ? body : undefined);
  if (request instanceof ParameterError) return createParameterReply(request);
  const { model, stream } = request;
  const { lastUserMessage, messages } = request.conversation;
  const chat = { model, lastUserMessage, messages };
  if (!state.settings.anyModel && !state.settings.models.includes(model)) {
    return { ...createErrorReply(404, createModelNotFound(model)), notes: chat };
  }
  const rejection = findRejectedForm(body, state.settings.rejects);
  if (rejection !== undefined) return { ...createParameterReply(rejection), notes: chat };
  const fault = state.faults.take(stream ? streamFaultNames : nonStreamFaultNames, 'none');
  const reply =
    createFailure(fault, { key: readKey(headers), model, nowMs: state.settings.now() }) ??
    createCompletionReply(state, request, fault);
  return { ...reply, notes: { ...chat, fault: fault?.kind } };
}

function createCompletionReply(
  { settings, ids }: ServerState,
  request: ChatRequest,
  fault: OpenAiFault | undefined,
): Reply {
  const response = planResponse(request, fault, settings, ids);
  const create = response.stream ? streamCompletion : sendCompletion;
  return create(response, settings.stream, fault);
}

function createParameterReply({ message, parameter, code }: ParameterError): Reply {
  return createInvalidRequestReply(400, message, { param: parameter, code });
}

/** The body of another content type is not read as JSON. */
function isJson(headers: ReceivedRequest['headers']): boolean {
  return (headers['content-type'] ?? '').startsWith('application/json');
}

function readRequest(body: unknown): ChatRequest | ParameterError {
  try {
    return decodeChatRequest(body);
  } catch (error) {
    if (error instanceof ParameterError) return error;
    throw error;
  }
}
