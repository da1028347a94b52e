import { applyFault, listFaultNamesOn } from '../../faults/fault-table.ts';
import type { ReceivedRequest } from '../../server/received-request.ts';
import type { Reply } from '../../server/reply.ts';
import { planResponse } from '../completion/plan-response.ts';
import { RequestError, createErrorReply, messages } from '../errors.ts';
import { errorFaults } from '../faults/error-faults.ts';
import { type OllamaFault, ollamaFaults } from '../faults/ollama-fault.ts';
import { type ResolvedModel, findModel } from '../ollama-model.ts';
import { decodeChatRequest } from '../request/decode-chat-request.ts';
import type { OllamaRequest } from '../request/ollama-request.ts';
import { sendResponse } from './send-response.ts';
import type { ServerState } from './server-state.ts';

const streamFaultNames = listFaultNamesOn(ollamaFaults, 'chat', 'stream');
const nonStreamFaultNames = listFaultNamesOn(ollamaFaults, 'chat', 'non-stream');

/** `POST /api/chat`: returns a response, or an error if the request is invalid. */
export function handleChat(state: ServerState, { body }: ReceivedRequest): Reply {
  return catchRequestError(() => {
    const request = decodeChatRequest(body);
    const chat = describeChat(request);
    return { notes: chat, ...catchRequestError(() => respond(state, request, chat)) };
  });
}

type ChatNotes = NonNullable<Reply['notes']>;

function describeChat({ model, conversation }: OllamaRequest): ChatNotes {
  const { lastUserMessage, messages: all } = conversation;
  return { model, lastUserMessage, messages: all };
}

function respond(state: ServerState, request: OllamaRequest, chat: ChatNotes): Reply {
  const { settings } = state;
  const model = findModel(settings.models, request.model, settings.anyModel);
  if (!model) throw new RequestError(messages.modelNotFound(request.model), 404);
  assertSupported(request, model);
  const fault = state.faults.take(request.stream ? streamFaultNames : nonStreamFaultNames, 'none');
  const reply =
    applyFault(errorFaults, fault, request) ?? createReply(state, request, { model, fault });
  return { ...reply, notes: { ...chat, fault: fault?.kind } };
}

interface ReplyPlan {
  readonly model: ResolvedModel;
  readonly fault: OllamaFault | undefined;
}

function createReply(
  { settings, ids, loaded }: ServerState,
  request: OllamaRequest,
  { model, fault }: ReplyPlan,
): Reply {
  const loadMs = loaded.load(model.name) ? settings.loadMs : 0;
  const planned = planResponse(request, fault, { model, settings, ids, loadMs });
  if (request.unload) loaded.unload(model.name);
  return sendResponse(planned, settings.stream, fault);
}

/** As the server, checks only what the request uses. */
function assertSupported(request: OllamaRequest, { capabilities }: ResolvedModel): void {
  const { model, think = false } = request;
  const features = [
    ['chat', 'completion', true],
    ['tools', 'tools', request.tools.length > 0],
    ['thinking', 'thinking', think !== false],
  ] as const;
  for (const [name, capability, isUsed] of features) {
    if (isUsed && !capabilities.includes(capability)) {
      throw new RequestError(messages.unsupported(model, name));
    }
  }
}

function catchRequestError(create: () => Reply): Reply {
  try {
    return create();
  } catch (error) {
    if (error instanceof RequestError) return createErrorReply(error.status, error.message);
    throw error;
  }
}
