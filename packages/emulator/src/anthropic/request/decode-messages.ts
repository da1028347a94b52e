import type { Conversation } from '../../openai/request/chat-request.ts';
import { RequestError } from '../../server/request-error.ts';
import { type DecodedBlock, decodeBlocks, joinTexts, serverType } from './decode-blocks.ts';
import { readChoice, readList, readOptional, readRecord } from './read-field.ts';

/** A message, reduced to its blocks. */
export interface DecodedMessage {
  readonly role: 'user' | 'assistant' | 'system';
  readonly blocks: readonly DecodedBlock[];
}

/** The conversation of a request, and what the rules of the model depend on. */
export interface DecodedConversation extends Conversation {
  /** The number of cache marks in messages and in `system`. */
  readonly cacheMarks: number;
  /** The text of an assistant message at the end. */
  readonly prefill: string | undefined;
}

/** Decodes `system` and `messages`. Each tool call must be followed by its result. */
export function decodeConversation(system: unknown, value: unknown): DecodedConversation {
  const systemBlocks =
    readOptional(system, 'system', (content, path) => decodeBlocks(content, path, 'user')) ?? [];
  const all = readList(value, 'messages').map(decodeMessage);
  const messages = all.filter(({ role }) => role !== 'system');
  if (all.length === 0) throw new RequestError('messages: at least one message is required');
  // Messages of the system without content, which change the effort, can be the first ones.
  const [first] = all.filter(({ role, blocks }) => role !== 'system' || blocks.length > 0);
  if (first?.role !== 'user') {
    throw new RequestError('messages: first message must use the "user" role');
  }
  messages.forEach((message, index) => validateResults(message, index, messages[index - 1]));
  validateCalls(messages);
  validateIds(messages);
  validateLastBlock(messages);
  const blocks = [...systemBlocks, ...all.flatMap((message) => message.blocks)];
  const cacheMarks = blocks.filter(({ hasCacheMark }) => hasCacheMark).length;
  return { ...describeConversation(all), text: joinTexts(blocks), cacheMarks };
}

function decodeMessage(value: unknown, index: number): DecodedMessage {
  const path = `messages.${index}`;
  const message = readRecord(value, path);
  const role = readChoice(message['role'], `${path}.role`, ['user', 'assistant', 'system']);
  const blockRole = role === 'assistant' ? role : 'user';
  const blocks = decodeBlocks(message['content'], `${path}.content`, blockRole);
  const isEmpty =
    blocks.length === 0 || (typeof message['content'] === 'string' && blocks[0]?.text === '');
  const isDirective = role === 'system' && message['output_config'] !== undefined;
  if (!isEmpty || isDirective) return { role, blocks };
  throw new RequestError(`${path}: ${role} messages must have non-empty content`);
}

/** The results of a message must be its first blocks, and belong to calls of the message before it. */
function validateResults(
  { blocks }: DecodedMessage,
  index: number,
  previous: DecodedMessage | undefined,
): void {
  const ids = callIds(previous);
  const seen = new Set<string>();
  for (const [position, { type, callId = '', toolset }] of blocks.entries()) {
    if (type !== 'tool_result') continue;
    if (seen.has(callId)) {
      throw new RequestError(
        `messages.${index}.content.${position}: each tool_use must have a single result. Found multiple \`tool_result\` blocks with id: ${callId}`,
      );
    }
    seen.add(callId);
    const called = previous?.blocks.find((block) => block.callId === callId)?.toolset;
    if (ids.includes(callId) && called !== toolset) {
      throw new RequestError(
        `messages.${index}.content.${position}.toolset_name: expected that of the \`tool_use\` block`,
      );
    }
    if (ids.includes(callId)) continue;
    throw new RequestError(
      `messages.${index}.content: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${callId}. Each \`tool_result\` block must have a corresponding \`tool_use\` block in the previous message.`,
    );
  }
}

function validateCalls(messages: readonly DecodedMessage[]): void {
  for (const [index, message] of messages.entries()) {
    const results = hasCallsLast(message) ? leadingResults(messages[index + 1]) : [];
    const missing = callIds(message).filter((id) => !results.includes(id));
    if (missing.length === 0) continue;
    throw new RequestError(
      `messages.${index + 1}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${missing.join(', ')}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`,
    );
  }
}

function validateIds(messages: readonly DecodedMessage[]): void {
  const ids = new Set<string>();
  for (const [index, { blocks }] of messages.entries()) {
    for (const [position, { type, callId = '' }] of blocks.entries()) {
      if (type !== 'tool_use') continue;
      if (ids.has(callId)) {
        throw new RequestError(
          `messages.${index}.content.${position}: \`tool_use\` ids must be unique`,
        );
      }
      ids.add(callId);
    }
  }
}

function validateLastBlock(messages: readonly DecodedMessage[]): void {
  const last = messages.at(-1);
  const type = last?.blocks.at(-1)?.type ?? '';
  if (last?.role !== 'assistant' || !thinkingTypes.includes(type)) return;
  throw new RequestError(
    `messages.${messages.length - 1}: The final block in an assistant message cannot be \`thinking\`.`,
  );
}

function callIds(message: DecodedMessage | undefined): readonly string[] {
  const calls = message?.blocks.filter(({ type }) => type === 'tool_use') ?? [];
  return calls.flatMap(({ callId }) => callId ?? []);
}

/** The API does not find the results of calls that other content follows. Thinking can be between calls. */
function hasCallsLast({ blocks }: DecodedMessage): boolean {
  const first = blocks.findIndex(({ type }) => type === 'tool_use');
  if (first < 0) return true;
  const rest = blocks.slice(first).map(({ type }) => type);
  return rest.at(-1) === 'tool_use' && rest.every((type) => callTypes.includes(type));
}

const thinkingTypes: readonly string[] = ['thinking', 'redacted_thinking'];
const callTypes: readonly string[] = ['tool_use', ...thinkingTypes];

function leadingResults(message: DecodedMessage | undefined): readonly string[] {
  const blocks = message?.blocks ?? [];
  const end = blocks.findIndex(({ type }) => type !== 'tool_result');
  return blocks.slice(0, end < 0 ? blocks.length : end).flatMap(({ callId }) => callId ?? []);
}

function describeConversation(
  messages: readonly DecodedMessage[],
): Omit<DecodedConversation, 'text' | 'cacheMarks'> {
  const texts = messages.map(({ role, blocks }) => ({ role, text: joinTexts(blocks) }));
  const last = messages.at(-1);
  const lastUser = messages.findLast(({ role, blocks }) => role === 'user' && blocks.some(isText));
  const results = last?.blocks.filter(({ type }) => type === 'tool_result') ?? [];
  return {
    messages: texts,
    lastUserMessage: joinTexts(lastUser?.blocks.filter(isText) ?? []),
    toolResults: results.map(({ text }) => text),
    prefill:
      last?.role === 'assistant' && !isPaused(last.blocks) ? joinTexts(last.blocks) : undefined,
  };
}

function isText({ type }: DecodedBlock): boolean {
  return type === 'text';
}

/** A turn that ends with a block of a server tool was paused. The vendor continues it. */
function isPaused(blocks: readonly DecodedBlock[]): boolean {
  return serverType.test(blocks.at(-1)?.type ?? '');
}
