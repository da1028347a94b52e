import type {
  AssistantMessage,
  AssistantPart,
  Message,
  PartOrigin,
  ToolMessage,
  ToolResultPart,
} from '../chat/message.ts';
import type { Route } from '../registry/route/route.ts';
import { keepOwnOptions } from './select-options.ts';
import { ToolCallIds } from './tool-call-ids.ts';

type Target = Pick<Route, 'definition' | 'model'>;

/**
 * Returns the conversation for one target: without reasoning of other providers, without signatures of other providers
 * and models, with new ids for the tool calls of other providers, and with the provider's own options only.
 */
export function sanitizeMessages(messages: readonly Message[], target: Target): readonly Message[] {
  if (!messages.some((message) => needsChange(message, target))) return messages;
  const ids = new ToolCallIds(messages);
  return messages
    .map((message) => keepOwnOptions(sanitizeMessage(message, target, ids), target))
    .filter(({ content }) => content.length > 0);
}

/**
 * Returns whether no message is left for the target. Only messages without other parts than reasoning are changed for
 * it. A request of `explain()` can be without messages.
 */
export function losesAllMessages(messages: readonly Message[], target: Target): boolean {
  if (messages.length === 0 || messages.some(hasOtherContent)) return false;
  return sanitizeMessages(messages, target).length === 0;
}

function hasOtherContent({ role, content }: Message): boolean {
  if (role !== 'assistant' || typeof content === 'string') return true;
  return content.some(
    (part) => part.type !== 'reasoning' && (part.type !== 'text' || part.text !== ''),
  );
}

function needsChange({ content, providerOptions }: Message, target: Target): boolean {
  if (providerOptions) return true;
  if (typeof content === 'string') return false;
  return content.some(
    (part: PartOrigin & Pick<Message, 'providerOptions'> & Pick<ToolResultPart, 'parts'>) =>
      part.providerOptions !== undefined ||
      part.parts?.some(({ providerOptions: options }) => options !== undefined) === true ||
      isForeign(part, target) ||
      (isOfOtherModel(part, target) && (part.signature !== undefined || !!part.providerMetadata)),
  );
}

function sanitizeMessage(message: Message, target: Target, ids: ToolCallIds): Message {
  ids.startMessage(message.role);
  switch (message.role) {
    case 'assistant':
      return sanitizeAssistantMessage(message, target, ids);
    case 'tool':
      return sanitizeToolMessage(message, target, ids);
    case 'system':
      return typeof message.content === 'string'
        ? message
        : { ...message, content: message.content.map((part) => keepOwnOptions(part, target)) };
    case 'user':
      return typeof message.content === 'string'
        ? message
        : { ...message, content: message.content.map((part) => keepOwnOptions(part, target)) };
  }
}

function sanitizeAssistantMessage(
  message: AssistantMessage,
  target: Target,
  ids: ToolCallIds,
): AssistantMessage {
  if (typeof message.content === 'string') return message;
  const content = message.content.flatMap((part) => {
    const sanitized = sanitizePart(part, target);
    if (part.type !== 'tool-call') return sanitized;
    const id = ids.add(part.id, isForeign(part, target));
    return sanitized.map((call) => ({ ...call, id }));
  });
  return { ...message, content };
}

/** Returns the part as the target may receive it, or an empty list. */
function sanitizePart(part: AssistantPart, target: Target): readonly AssistantPart[] {
  const own = keepOwnOptions(part, target);
  if (isForeign(part, target)) {
    return part.type === 'reasoning' ? [] : withText(withoutOrigin(own));
  }
  return isOfOtherModel(part, target) ? withText(withoutSignature(own)) : [own];
}

function withoutOrigin<Part extends PartOrigin>(part: Part): Part;
function withoutOrigin(part: PartOrigin): PartOrigin {
  const { origin: _origin, originModel: _model, ...rest } = withoutSignature(part);
  return rest;
}

function withoutSignature<Part extends PartOrigin>(part: Part): Part;
function withoutSignature(part: PartOrigin): PartOrigin {
  const { signature: _signature, providerMetadata: _metadata, ...rest } = part;
  return rest;
}

/** A part whose only content was a signature is left out. */
function withText<Part extends AssistantPart>(part: Part): readonly Part[] {
  return 'text' in part && part.text === '' ? [] : [part];
}

function sanitizeToolMessage(message: ToolMessage, target: Target, ids: ToolCallIds): ToolMessage {
  const content = message.content.map((part) => ({
    ...keepOwnOptions(part, target),
    ...(part.parts && { parts: part.parts.map((each) => keepOwnOptions(each, target)) }),
    toolCallId: ids.find(part.toolCallId),
  }));
  return { ...message, content };
}

/** A part whose provider is not known has the wire format as its origin, which matches all of its providers. */
function isForeign({ origin }: PartOrigin, { definition }: Target): boolean {
  return origin !== undefined && origin !== definition.id && origin !== definition.wireFormat;
}

function isOfOtherModel(
  { origin, originModel }: PartOrigin,
  { definition, model }: Target,
): boolean {
  if (origin === undefined || definition.signatureScope === 'provider') return false;
  return originModel !== undefined && originModel !== model;
}
