import { applyFault } from '../../faults/fault-table.ts';
import { chooseResponse } from '../../responses/choose-response.ts';
import type { Ids } from '../../scripts/ids.ts';
import type { Conversation } from '../conversation-store.ts';
import type { ConversationRequest } from '../decode-conversation-request.ts';
import type { FakeGptSettings } from '../fakegpt-settings.ts';
import { lengthFaults } from '../faults/content-faults.ts';
import type { FakeGptFault } from '../faults/fakegpt-fault.ts';
import { findLastUserMessage } from '../find-last-user-message.ts';
import { type Slice, sliceAtLimit } from './slice.ts';
import type { Turn } from './turn.ts';

/** The complete input of a response. */
export interface TurnRequest {
  readonly request: ConversationRequest;
  readonly sessionId: string;
  readonly conversation: Conversation | undefined;
  readonly fault: FakeGptFault | undefined;
}

export interface TurnPlan {
  readonly turn: Turn;
  /** The state of the conversation after the turn. */
  readonly conversation: Conversation;
}

/** Creates a response before its first byte is sent. */
export function planTurn(input: TurnRequest, settings: FakeGptSettings, ids: Ids): TurnPlan {
  const { request, sessionId } = input;
  const earlierText = request.action === 'continue' ? (input.conversation?.text ?? '') : '';
  const slice = createSlice(input, settings);
  const repeated = settings.continuation === 'repeat' ? earlierText : '';
  const isNew = input.conversation === undefined && request.action === 'next';
  const [conversationId, messageId] = [input.conversation?.id ?? ids.uuid(), ids.uuid()];
  const turn: Turn = {
    conversationId,
    messageId,
    parentId: request.action === 'continue' ? request.parentMessageId : request.message.id,
    model: request.model,
    messageType: request.action,
    createdAtSeconds: settings.now() / 1000,
    echo: isNew ? { systemId: ids.uuid(), message: request.message } : undefined,
    repeatedLength: repeated.length,
    text: repeated + slice.text,
    finish: slice.remaining === undefined ? 'stop' : 'max_tokens',
  };
  const conversation: Conversation = {
    id: turn.conversationId,
    sessionId,
    lastMessageId: turn.messageId,
    text: earlierText + slice.text,
    remaining: slice.remaining,
  };
  return { turn, conversation };
}

function createSlice(
  { request, conversation, fault }: TurnRequest,
  settings: FakeGptSettings,
): Slice {
  const response =
    request.action === 'continue'
      ? (conversation?.remaining ?? '')
      : chooseResponse(settings.rules, findLastUserMessage(request.message.text));
  return (
    applyFault(lengthFaults, fault, response) ??
    sliceAtLimit(response, settings.maxResponseCharacters)
  );
}
