import { assertNever } from '../../assert-never.ts';
import { isFaultAmong } from '../../faults/fault.ts';
import type { Ids } from '../../scripts/ids.ts';
import { type Content, type ToolCall, silence } from '../answer/completion.ts';
import { inventToolCalls } from '../answer/create-tool-calls.ts';
import { limitContent, measureContent } from '../answer/limit-content.ts';
import type { ChatRequest } from '../request/chat-request.ts';
import { answerFaultNames, toolStreamFaultNames } from './fault-names.ts';
import type { OpenAiFault, OpenAiFaultAmong } from './openai-fault.ts';

/** What is said, and the vendor's word for why it ended. */
export interface Answered {
  readonly content: Content;
  readonly finish: string | null;
}

/** The answer as a fault would have it; the plain one where the fault is of another kind. */
export function changeAnswer(
  fault: OpenAiFault | undefined,
  answered: Answered,
  request: ChatRequest,
  ids: Ids,
): Answered {
  if (fault === undefined) return answered;
  const callTools = (changeCall: ChangeCall): Answered =>
    answerWithCalls(answered, () => inventToolCalls(request, ids), changeCall);
  if (isFaultAmong(fault, toolStreamFaultNames)) return callTools(keep);
  return isFaultAmong(fault, answerFaultNames) ? change(fault, answered, callTools) : answered;
}

function change(
  fault: OpenAiFaultAmong<typeof answerFaultNames>,
  answered: Answered,
  callTools: (changeCall: ChangeCall) => Answered,
): Answered {
  const { content } = answered;
  const half = Math.ceil(measureContent(content) / 2);
  switch (fault.kind) {
    case 'max-tokens':
      return { content: cut(content, fault.afterCharacters ?? half), finish: 'length' };
    case 'empty-response':
      return { content: silence, finish: 'stop' };
    case 'content-filter-before-text':
      return { content: silence, finish: 'content_filter' };
    case 'content-filter-after-text':
      return { content: cut(content, half), finish: 'content_filter' };
    case 'unknown-finish-reason':
      return { ...answered, finish: 'emulated_reason' };
    case 'missing-finish-reason':
      return { ...answered, finish: null };
    case 'tool-arguments-invalid':
      return callTools(breakArguments);
    case 'tool-arguments-empty':
      return callTools((call) => ({ ...call, argumentsText: '' }));
    case 'tool-ids-missing':
      return callTools((call) => ({ ...call, id: undefined }));
    case 'tool-ids-repeated':
      return callTools((call, first) => ({ ...call, id: first.id }));
    // These two change how the answer is written, not what it says.
    case 'usage-missing':
    case 'content-parts':
      return answered;
    default:
      return assertNever(fault);
  }
}

function cut(content: Content, limit: number): Content {
  return limitContent(content, limit).content;
}

type ChangeCall = (call: ToolCall, first: ToolCall) => ToolCall;

/** An answer of at least two calls, each of them changed. */
function answerWithCalls(
  { content }: Answered,
  inventCalls: () => readonly ToolCall[],
  changeCall: ChangeCall,
): Answered {
  const { toolCalls } = content;
  const calls = toolCalls.length > 1 ? toolCalls : inventCalls();
  const changed = calls.map((call) => changeCall(call, calls[0] ?? call));
  return {
    content: { ...content, text: '', refusal: '', toolCalls: changed },
    finish: 'tool_calls',
  };
}

const keep: ChangeCall = (call) => call;

/** Without its last brace an object is not JSON. */
const breakArguments: ChangeCall = (call) => ({
  ...call,
  argumentsText: call.argumentsText.slice(0, -1),
});
