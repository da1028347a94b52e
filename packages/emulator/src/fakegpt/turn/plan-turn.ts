import { chooseResponse } from '../../responses/choose-response.ts';
import type { Ids } from '../../scripts/ids.ts';
import type { Conversation } from '../conversation-store.ts';
import type { ConversationRequest } from '../decode-conversation-request.ts';
import type { FakeGptSettings } from '../fakegpt-settings.ts';
import type { FakeGptFault } from '../faults/fakegpt-fault.ts';
import { lastUserMessage } from '../last-user-message.ts';
import { type Slice, cutPortion, takePortion } from './slice.ts';
import type { Turn } from './turn.ts';

/** What decides an answer: nothing else does. */
export interface TurnQuestion {
  readonly request: ConversationRequest;
  readonly sessionId: string;
  readonly conversation: Conversation | undefined;
  readonly fault: FakeGptFault | undefined;
}

export interface TurnPlan {
  readonly turn: Turn;
  /** The conversation as the turn leaves it. */
  readonly conversation: Conversation;
}

/** Decides the whole answer before the first byte of it is written. */
export function planTurn(question: TurnQuestion, settings: FakeGptSettings, ids: Ids): TurnPlan {
  const { request, sessionId } = question;
  const earlier = request.action === 'continue' ? (question.conversation?.said ?? '') : '';
  const portion = choosePortion(question, settings);
  const repeated = settings.continuation === 'repeat' ? earlier : '';
  const turn: Turn = {
    conversationId: question.conversation?.id ?? ids.uuid(),
    messageId: ids.uuid(),
    parentId: request.action === 'continue' ? request.parentMessageId : request.message.id,
    model: request.model,
    messageType: request.action,
    createdAtSeconds: settings.now() / 1000,
    echo:
      question.conversation === undefined && request.action === 'next'
        ? request.message
        : undefined,
    repeated: repeated.length,
    text: repeated + portion.said,
    finish: portion.rest === undefined ? 'stop' : 'max_tokens',
  };
  const conversation: Conversation = {
    id: turn.conversationId,
    sessionId,
    lastMessageId: turn.messageId,
    said: earlier + portion.said,
    rest: portion.rest,
  };
  return { turn, conversation };
}

function choosePortion(question: TurnQuestion, settings: FakeGptSettings): Slice {
  const { request, conversation, fault } = question;
  const answer =
    request.action === 'continue'
      ? (conversation?.rest ?? '')
      : chooseResponse(settings.rules, lastUserMessage(request.message.text));
  return fault?.kind === 'max-tokens'
    ? cutPortion(answer, fault.afterCharacters)
    : takePortion(answer, settings.maxAnswerCharacters);
}
