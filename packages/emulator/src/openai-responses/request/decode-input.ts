import type { EmulatedMessage } from '../../journal/emulated-request.ts';
import type { Conversation } from '../../openai/request/chat-request.ts';
import { ParameterError, unknownValue } from '../../openai/request/errors/parameter-error.ts';
import {
  type JsonRecord,
  readList,
  readOptional,
  readRecord,
  readRequired,
  readText,
} from '../../openai/request/read-parameter.ts';
import { decodeContent } from './decode-content.ts';
import type { InputItems } from './input-items.ts';

const roles = ['user', 'assistant', 'system', 'developer'] as const;

/** Items of other tools, and about the context. They are accepted, and have no effect. */
const otherTypes: readonly string[] = [
  'web_search_call',
  'file_search_call',
  'code_interpreter_call',
  'image_generation_call',
  'mcp_call',
  'mcp_list_tools',
  'mcp_approval_request',
  'computer_call',
  'local_shell_call',
  'shell_call',
  'shell_call_output',
  'apply_patch_call',
  'tool_search_call',
  'tool_search_output',
  'program',
  'program_output',
  'compaction',
];

/** Items of other kinds that the client creates. */
const otherInputs: readonly string[] = [
  'mcp_approval_response',
  'computer_call_output',
  'local_shell_call_output',
  'apply_patch_call_output',
  'additional_tools',
  'configuration_update',
  'compaction_trigger',
];

interface DecodedItem {
  readonly message?: EmulatedMessage;
  /** The result of a call. */
  readonly result?: string;
  /** Further text, for the token count. */
  readonly text?: string;
}

/** Reads `input`: a text, or a list of items. */
export function readInput(value: unknown, path: string): readonly unknown[] {
  if (typeof value === 'string') return [{ role: 'user', content: value }];
  const list = readList(value, path);
  if (list.length > 0) return list;
  throw new ParameterError(
    `Invalid '${path}': empty array. Expected an array with minimum length 1, but got an empty array instead.`,
    path,
    'empty_array',
  );
}

/** Decodes the items of the previous response and of `input`. */
export function decodeInput(
  previous: readonly unknown[],
  input: readonly unknown[],
  items: InputItems,
): Conversation {
  const decoded = [
    ...previous.map((item) => decodeItem(item, 'previous_response_id', items)),
    ...input.map((item, index) => decodeItem(item, `input[${index}]`, items)),
  ];
  items.end();
  return toConversation(decoded);
}

function toConversation(items: readonly DecodedItem[]): Conversation {
  const messages = items.flatMap(({ message }) => message ?? []);
  const lastOther = items.findLastIndex(({ result }) => result === undefined);
  return {
    messages,
    lastUserMessage: messages.findLast(({ role }) => role === 'user')?.text ?? '',
    toolResults: items.slice(lastOther + 1).map(({ result }) => result ?? ''),
    text: items.map((item) => item.message?.text ?? item.result ?? item.text ?? '').join('\n'),
  };
}

function decodeItem(value: unknown, path: string, items: InputItems): DecodedItem {
  const item = readRecord(value, path);
  const type = readOptional(item['type'], `${path}.type`, readText) ?? 'message';
  switch (type) {
    case 'message':
      return decodeMessage(item, path, items);
    case 'reasoning':
      items.addReasoning(item, path);
      return {};
    case 'function_call':
      return decodeCall(item, path, 'arguments', items);
    case 'custom_tool_call':
      return decodeCall(item, path, 'input', items);
    case 'function_call_output':
    case 'custom_tool_call_output': {
      items.addResult(readRequired(item['call_id'], `${path}.call_id`, readText));
      const output = readRequired(item['output'], `${path}.output`, (content, contentPath) =>
        decodeContent(content, contentPath, 'input'),
      );
      return { result: output };
    }
    case 'item_reference':
      return decodeItem(items.find(readRequired(item['id'], `${path}.id`, readText)), path, items);
    default:
      if (otherTypes.includes(type)) items.addOutput();
      else if (otherInputs.includes(type)) items.addInput();
      else throw unknownValue(`${path}.type`, type, ['message', 'reasoning', 'function_call']);
      return {};
  }
}

function decodeMessage(item: JsonRecord, path: string, items: InputItems): DecodedItem {
  const name = readRequired(item['role'], `${path}.role`, readText);
  const role = roles.find((each) => each === name);
  if (role === undefined) throw unknownValue(`${path}.role`, name, roles);
  const text = readRequired(item['content'], `${path}.content`, (content, contentPath) =>
    decodeContent(content, contentPath, role === 'assistant' ? 'output' : 'input'),
  );
  if (role === 'assistant') items.addOutput();
  else items.addInput();
  return { message: { role, text } };
}

function decodeCall(
  item: JsonRecord,
  path: string,
  field: 'arguments' | 'input',
  items: InputItems,
): DecodedItem {
  const name = readRequired(item['name'], `${path}.name`, readText);
  const text = readRequired(item[field], `${path}.${field}`, readText);
  const id = readRequired(item['call_id'], `${path}.call_id`, readText);
  items.addCall(id, `${path}.call_id`);
  return { text: name + text };
}
