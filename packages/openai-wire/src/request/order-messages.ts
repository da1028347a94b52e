import type { JsonObject, JsonValue } from '@understudy/core/provider';
import type { Warn } from '@understudy/provider-utils/internal';

import type { Quirks } from '../quirks.ts';

/** Orders encoded messages as the vendor requires it. */
export function orderMessages(
  messages: readonly JsonObject[],
  { roleOrder = 'any' }: Quirks,
  warn: Warn,
): readonly JsonObject[] {
  switch (roleOrder) {
    case 'any':
      return joinFirstSystem(messages);
    case 'alternating':
      return alternateRoles(messages, warn);
    case 'reply-after-tool':
      return insertReplies(moveToUser(joinFirstSystem(messages), warn));
  }
}

/** Joins the system messages at the start. The chat templates of Qwen's models, and MiniMax, reject a second one. */
function joinFirstSystem(messages: readonly JsonObject[]): readonly JsonObject[] {
  const end = messages.findIndex((message) => !isPlainSystem(message));
  const system = end < 0 ? messages : messages.slice(0, end);
  return system.length < 2
    ? messages
    : [...joinEqualRoles(system), ...messages.slice(system.length)];
}

/** Whether a message is a system message without options. */
function isPlainSystem(message: JsonObject): boolean {
  const isText = typeof message['content'] === 'string';
  return isSystem(message) && isText && Object.keys(message).length === 2;
}

/** Mistral accepts a system message only at the start and after a message of the user. */
function moveToUser(messages: readonly JsonObject[], warn: Warn): readonly JsonObject[] {
  return messages.map((message, index) => {
    const { role } = messages[index - 1] ?? {};
    if (!isSystem(message) || (role !== 'assistant' && role !== 'tool')) return message;
    warn('system message sent as one of the user: the vendor rejects it after a response');
    return { ...message, role: 'user' };
  });
}

function insertReplies(messages: readonly JsonObject[]): readonly JsonObject[] {
  return messages.flatMap((message, index) =>
    message['role'] === 'user' && messages[index - 1]?.['role'] === 'tool'
      ? [reply, message]
      : [message],
  );
}

/** It must not be empty. */
const reply: JsonObject = { role: 'assistant', content: 'OK.' };

function alternateRoles(messages: readonly JsonObject[], warn: Warn): readonly JsonObject[] {
  const system = messages.filter(isSystem);
  const others = messages.filter((message) => !isSystem(message));
  const first = messages.findIndex((message) => !isSystem(message));
  if (first >= 0 && first < system.length) warn('system messages moved to the start');
  return [...joinEqualRoles(system), ...joinEqualRoles(others)];
}

function isSystem({ role }: JsonObject): boolean {
  return role === 'system' || role === 'developer';
}

/** Joins the contents of messages of the same role that follow each other. */
function joinEqualRoles(messages: readonly JsonObject[]): readonly JsonObject[] {
  const groups: JsonObject[][] = [];
  for (const message of messages) {
    const group = groups.at(-1);
    if (group && canJoin(group[0], message)) group.push(message);
    else groups.push([message]);
  }
  return groups.map((group) => {
    const [first = {}] = group;
    return group.length === 1
      ? first
      : { ...first, content: joinContents(group.map(({ content = '' }) => content)) };
  });
}

/** Messages with calls and their results are not joined. */
function canJoin(first: JsonObject | undefined, next: JsonObject): boolean {
  if (first?.['role'] !== next['role'] || next['role'] === 'tool') return false;
  return first?.['tool_calls'] === undefined && next['tool_calls'] === undefined;
}

function joinContents(contents: readonly JsonValue[]): JsonValue {
  const texts = contents.filter((content) => typeof content === 'string');
  if (texts.length === contents.length) return texts.join('\n\n');
  return contents.flatMap((content) =>
    typeof content === 'string' ? [{ type: 'text', text: content }] : content,
  );
}
