import { applyFault, listFaultNamesOn } from '../../faults/fault-table.ts';
import { nonResponseFaults } from '../../faults/non-response-faults.ts';
import type { ReceivedRequest } from '../../server/received-request.ts';
import type { Reply } from '../../server/reply.ts';
import { RequestError } from '../../server/request-error.ts';
import {
  createErrorReply,
  createInvalidArgument,
  createNotFound,
} from '../errors/google-errors.ts';
import { errorFaults } from '../faults/error-faults.ts';
import { googleFaults } from '../faults/google-fault.ts';
import { decodeGenerateRequest } from '../request/decode-generate-request.ts';
import { planResponse } from '../response/plan-response.ts';
import { readKey } from './check-key.ts';
import { sendResponse, streamResponse } from './send-response.ts';
import type { ServerState } from './server-state.ts';

const streamFaultNames = listFaultNamesOn(googleFaults, 'chat', 'stream');
const nonStreamFaultNames = listFaultNamesOn(googleFaults, 'chat', 'non-stream');

/** The model of a request, and whether it asks for a stream. */
export interface GenerateTarget {
  readonly model: string;
  readonly stream: boolean;
}

/** `generateContent` and `streamGenerateContent`: returns a response, or an error if the request is invalid. */
export function handleGenerate(
  state: ServerState,
  received: ReceivedRequest,
  { model, stream }: GenerateTarget,
): Reply {
  const { settings, ids, faults } = state;
  return catchRequestError(() => {
    const request = decodeGenerateRequest(received.body, model, stream);
    const { lastUserMessage, messages } = request.conversation;
    const chat = { model, lastUserMessage, messages };
    const missing = findMissingModel(state, model);
    if (missing) return { ...missing, notes: chat };
    const fault = faults.take(stream ? streamFaultNames : nonStreamFaultNames, 'none');
    const create = (): Reply => {
      const draft = planResponse(request, fault, settings, ids);
      const isList = stream && received.query['alt'] !== 'sse';
      return stream
        ? streamResponse(draft, settings.stream, { fault, isList })
        : sendResponse(draft, settings.stream, fault);
    };
    const reply =
      applyFault(errorFaults, fault, { key: readKey(received), model }) ??
      applyFault(nonResponseFaults, fault, undefined) ??
      create();
    return { ...reply, notes: { ...chat, fault: fault?.kind } };
  });
}

export function findMissingModel({ settings }: ServerState, model: string): Reply | undefined {
  if (settings.anyModel || settings.models.includes(model)) return undefined;
  return createErrorReply(createNotFound(model));
}

export function catchRequestError(create: () => Reply): Reply {
  try {
    return create();
  } catch (error) {
    if (error instanceof RequestError) {
      return createErrorReply(createInvalidArgument(error.message));
    }
    throw error;
  }
}
