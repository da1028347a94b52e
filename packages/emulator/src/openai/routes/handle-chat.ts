import { isFaultAmong } from '../../faults/fault.ts';
import type { ReceivedRequest } from '../../server/received-request.ts';
import type { Reply } from '../../server/reply.ts';
import { planCompletion } from '../answer/plan-completion.ts';
import { createErrorReply, createInvalidRequestReply } from '../errors/error-reply.ts';
import { createModelNotFound } from '../errors/openai-errors.ts';
import { createRefusal } from '../faults/create-refusal.ts';
import { refusalFaultNames, streamFaultNames, wholeFaultNames } from '../faults/fault-names.ts';
import type { OpenAiFault } from '../faults/openai-fault.ts';
import type { ChatRequest } from '../request/chat-request.ts';
import { decodeChatRequest } from '../request/decode-chat-request.ts';
import { ParameterError } from '../request/parameter-error.ts';
import { readKey } from './check-key.ts';
import { writeCompletion } from './send-completion.ts';
import type { ServerState } from './server-state.ts';
import { streamCompletion } from './stream-completion.ts';

/** `POST /v1/chat/completions`: whether what is asked can be answered; then the answer. */
export function handleChat(site: ServerState, { headers, body }: ReceivedRequest): Reply {
  // Whatever else a body may be, it is not read as JSON unless it says so.
  const request = readRequest(isJson(headers) ? body : undefined);
  if (request instanceof ParameterError) {
    const { message, parameter, code } = request;
    return createInvalidRequestReply(400, message, { param: parameter, code });
  }
  const { model, stream } = request;
  const { asked, messages } = request.conversation;
  const chat = { model, lastUserMessage: asked, messages };
  if (!site.settings.anyModel && !site.settings.models.includes(model)) {
    return { ...createErrorReply(404, createModelNotFound(model)), notes: chat };
  }
  const fault = site.faults.take(stream ? streamFaultNames : wholeFaultNames, 'none');
  const reply =
    fault !== undefined && isFaultAmong(fault, refusalFaultNames)
      ? createRefusal(fault, { key: readKey(headers), model })
      : tell(site, request, fault);
  return { ...reply, notes: { ...chat, fault: fault?.kind } };
}

function tell(
  { settings, ids }: ServerState,
  request: ChatRequest,
  fault: OpenAiFault | undefined,
): Reply {
  const completion = planCompletion(request, fault, settings, ids);
  const streamed = request.stream
    ? fault?.kind !== 'json-response'
    : fault?.kind === 'stream-response';
  const asked = request.includeUsage || !request.stream;
  const includeUsage = asked && fault?.kind !== 'usage-missing';
  const telling = { settings: settings.stream, includeUsage, fault };
  return streamed ? streamCompletion(completion, telling) : writeCompletion(completion, telling);
}

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
