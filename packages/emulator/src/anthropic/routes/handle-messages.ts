import { applyFault, listFaultNamesOn } from '../../faults/fault-table.ts';
import { nonResponseFaults } from '../../faults/non-response-faults.ts';
import type { ReceivedRequest } from '../../server/received-request.ts';
import type { Reply } from '../../server/reply.ts';
import { RequestError } from '../../server/request-error.ts';
import {
  createErrorReply,
  createInvalidRequest,
  createNotFound,
} from '../errors/anthropic-errors.ts';
import { type AnthropicFault, anthropicFaults } from '../faults/anthropic-fault.ts';
import { errorFaults } from '../faults/error-faults.ts';
import { planMessage } from '../message/plan-message.ts';
import { type MessagesRequest, decodeMessagesRequest } from '../request/decode-messages-request.ts';
import { readKey } from './check-headers.ts';
import { sendMessage, streamMessage } from './send-message.ts';
import type { ServerState } from './server-state.ts';

const streamFaultNames = listFaultNamesOn(anthropicFaults, 'chat', 'stream');
const nonStreamFaultNames = listFaultNamesOn(anthropicFaults, 'chat', 'non-stream');

/** `POST /v1/messages`: returns a message, or an error if the request is invalid. */
export function handleMessages(state: ServerState, { headers, body }: ReceivedRequest): Reply {
  const version = headers['anthropic-version'] ?? '';
  const request = readRequest(() => decodeMessagesRequest(body, version));
  if (request instanceof RequestError) return createRequestErrorReply(request);
  const { model, stream, conversation } = request;
  const { lastUserMessage, messages } = conversation;
  const chat = { model, lastUserMessage, messages };
  const missing = findMissingModel(state, model);
  if (missing) return { ...missing, notes: chat };
  const fault = state.faults.take(stream ? streamFaultNames : nonStreamFaultNames, 'none');
  const reply =
    applyFault(errorFaults, fault, { key: readKey(headers), model }) ??
    applyFault(nonResponseFaults, fault, undefined) ??
    createMessageReply(state, request, fault);
  return { ...reply, notes: { ...chat, fault: fault?.kind } };
}

function createMessageReply(
  { settings, ids }: ServerState,
  request: MessagesRequest,
  fault: AnthropicFault | undefined,
): Reply {
  const draft = planMessage(request, fault, settings, ids);
  const create = request.stream ? streamMessage : sendMessage;
  return create(draft, settings.stream, fault);
}

export function findMissingModel({ settings }: ServerState, model: string): Reply | undefined {
  if (settings.anyModel || settings.models.includes(model)) return undefined;
  return createErrorReply(404, createNotFound(`model: ${model}`));
}

export function readRequest<Request>(read: () => Request): Request | RequestError {
  try {
    return read();
  } catch (error) {
    if (error instanceof RequestError) return error;
    throw error;
  }
}

export function createRequestErrorReply({ message, code }: RequestError): Reply {
  return createErrorReply(400, createInvalidRequest(message, code));
}
