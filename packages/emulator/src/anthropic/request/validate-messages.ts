import { isRecord } from '../../is-record.ts';
import { RequestError } from '../../server/request-error.ts';
import type { ModelRules } from './model-rules.ts';
import { type JsonRecord, readList } from './read-field.ts';

/** What decides which messages are accepted. */
export interface MessageRules extends Pick<ModelRules, 'systemMessages'> {
  /** The value of `anthropic-version`. */
  readonly version: string;
}

/**
 * Checks what the model or the version does not accept in `messages`: messages of the system, and from version
 * `2026-10-21` on documents of the assistant and citations of the user.
 *
 * @throws RequestError
 */
export function validateMessages(value: unknown, rules: MessageRules): void {
  const messages = readList(value, 'messages').map((each) => (isRecord(each) ? each : {}));
  for (const [index, message] of messages.entries()) {
    const path = `messages.${index}`;
    if (message['role'] === 'system') validateSystem(message, path, messages[index - 1], rules);
    if (rules.version === '2026-10-21') validateBlocks(message, path);
  }
}

const systemTypes: readonly unknown[] = ['text', 'tool_addition', 'tool_removal'];

function validateSystem(
  { content }: JsonRecord,
  path: string,
  before: JsonRecord | undefined,
  { systemMessages }: MessageRules,
): void {
  if (!systemMessages) throw new RequestError(`${path}.role: Input should be 'user', 'assistant'`);
  // A message that only changes the effort is accepted everywhere.
  if (Array.isArray(content) && content.length === 0) return;
  if (before?.['role'] !== 'user') {
    throw new RequestError(`${path}: a "system" message must follow a "user" message`);
  }
  const blocks = Array.isArray(content) ? content : [];
  const index = blocks.findIndex(
    (block) => isRecord(block) && !systemTypes.includes(block['type']),
  );
  if (index < 0) return;
  throw new RequestError(`${path}.content.${index}.type: Input should be 'text'`);
}

function validateBlocks({ role, content }: JsonRecord, path: string): void {
  const blocks = Array.isArray(content) ? content : [];
  for (const [index, block] of blocks.entries()) {
    if (!isRecord(block)) continue;
    const { type, citations } = block;
    if (role === 'assistant' && type === 'document') {
      throw new RequestError(`${path}.content.${index}.type: Input should not be 'document'`);
    }
    if (role === 'user' && type === 'text' && citations !== undefined) {
      throw new RequestError(`${path}.content.${index}.citations: Extra inputs are not permitted`);
    }
  }
}
