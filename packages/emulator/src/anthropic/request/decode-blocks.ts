import { RequestError } from '../../server/request-error.ts';
import { assertSignature } from '../message/signature.ts';
import {
  type JsonRecord,
  readChoice,
  readList,
  readOptional,
  readRecord,
  readText,
} from './read-field.ts';

/** A block of a message, reduced to what the emulator uses. */
export interface DecodedBlock {
  readonly type: string;
  readonly text: string;
  /** The id of a tool call, or the id to which a result belongs. */
  readonly callId?: string;
  /** The set of tools of a call or of a result. */
  readonly toolset?: string | undefined;
  readonly hasCacheMark: boolean;
}

const userTypes = ['text', 'image', 'document', 'tool_result', 'search_result'] as const;
const resultTypes = [...userTypes, 'tool_reference', 'browser_state'] as const;
const assistantTypes = ['text', 'thinking', 'redacted_thinking', 'tool_use', 'document'] as const;

/** What contains a block: a message of the user or the assistant, or the result of a tool. */
type BlockParent = 'user' | 'assistant' | 'result';

/** The types of blocks that the API knows, in messages and in results of tools. */
const typesOf = { user: userTypes, assistant: assistantTypes, result: resultTypes } as const;

/** Types of blocks that only the vendor's own tools use. */
export const serverType: RegExp =
  /^(?:server_tool_use|mcp_\w+|\w+_tool_result|container_upload|compaction|fallback|tool_(?:addition|removal))$/u;

/** Decodes the content of a message or of a result: a text, or blocks. */
export function decodeBlocks(
  value: unknown,
  path: string,
  parent: BlockParent,
): readonly DecodedBlock[] {
  if (typeof value === 'string') return [{ type: 'text', text: value, hasCacheMark: false }];
  return readList(value, path).map((block, index) =>
    decodeBlock(readRecord(block, `${path}.${index}`), `${path}.${index}`, parent),
  );
}

function decodeBlock(block: JsonRecord, path: string, parent: BlockParent): DecodedBlock {
  const { type } = block;
  const hasCacheMark =
    readOptional(block['cache_control'], `${path}.cache_control`, readRecord) !== undefined;
  if (typeof type === 'string' && serverType.test(type) && type !== 'tool_result') {
    return { type, text: '', hasCacheMark };
  }
  const known = readChoice(type, `${path}.type`, typesOf[parent]);
  const decoded = { type: known, hasCacheMark };
  switch (known) {
    case 'text':
      return { ...decoded, text: readBlockText(block, path) };
    case 'image':
      validateImage(block, path);
      return { ...decoded, text: '' };
    case 'document':
      readRecord(block['source'], `${path}.source`);
      return { ...decoded, text: '' };
    case 'tool_reference':
      return { ...decoded, text: readText(block['tool_name'], `${path}.tool_name`) };
    case 'search_result':
    case 'browser_state':
      return { ...decoded, text: '' };
    case 'tool_use':
      return { ...decoded, ...decodeCall(block, path) };
    case 'tool_result':
      return { ...decoded, ...decodeResult(block, path) };
    case 'thinking':
    case 'redacted_thinking':
      validateThinking(block, path, hasCacheMark);
      return { ...decoded, text: '' };
  }
}

function readBlockText(block: JsonRecord, path: string): string {
  const text = readText(block['text'], `${path}.text`);
  if (text === '') throw new RequestError(`${path}: text content blocks must be non-empty`);
  if (text.trim() !== '') return text;
  throw new RequestError(`${path}: text content blocks must contain non-whitespace text`);
}

const imageTypes = ['image/jpeg', 'image/png', 'image/gif', 'image/webp'] as const;

function validateImage(block: JsonRecord, path: string): void {
  const source = readRecord(block['source'], `${path}.source`);
  const type = readChoice(source['type'], `${path}.source.type`, ['base64', 'url', 'file']);
  if (type === 'base64') {
    readChoice(source['media_type'], `${path}.source.base64.media_type`, imageTypes);
    const data = readText(source['data'], `${path}.source.base64.data`);
    if (data === '') throw new RequestError(`${path}.source.base64: image cannot be empty`);
  }
  if (type !== 'url') return;
  const url = readText(source['url'], `${path}.source.url.url`);
  if (!url.startsWith('https:')) throw new RequestError('Only HTTPS URLs are supported.');
}

const idPattern = /^[\w-]+$/u;

type CallBlock = Pick<DecodedBlock, 'text' | 'callId' | 'toolset'>;

function decodeCall(block: JsonRecord, path: string): CallBlock {
  const callId = readId(block['id'], `${path}.id`);
  const name = readText(block['name'], `${path}.name`);
  const input = readRecord(block['input'], `${path}.input`);
  return { callId, text: name + JSON.stringify(input), toolset: readToolset(block, path) };
}

function decodeResult(block: JsonRecord, path: string): CallBlock {
  const callId = readId(block['tool_use_id'], `${path}.tool_use_id`);
  const blocks =
    readOptional(block['content'], `${path}.content`, (value, contentPath) =>
      decodeBlocks(value, contentPath, 'result'),
    ) ?? [];
  if (blocks.length === 0 && block['is_error'] === true) {
    throw new RequestError(`${path}.tool_result: content cannot be empty if \`is_error\` is true`);
  }
  if (block['is_error'] === true && blocks.some(({ type }) => type !== 'text')) {
    throw new RequestError(`${path}: all content must be type \`text\` if \`is_error\` is true`);
  }
  return { callId, text: joinTexts(blocks), toolset: readToolset(block, path) };
}

function readToolset(block: JsonRecord, path: string): string | undefined {
  return readOptional(block['toolset_name'], `${path}.toolset_name`, readText);
}

function readId(value: unknown, path: string): string {
  const id = readText(value, path);
  if (idPattern.test(id)) return id;
  throw new RequestError(`${path}: String should match pattern '^[a-zA-Z0-9_-]+$'`);
}

function validateThinking(block: JsonRecord, path: string, hasCacheMark: boolean): void {
  if (hasCacheMark) {
    throw new RequestError(`${path}.cache_control: Extra inputs are not permitted`);
  }
  if (block['type'] === 'redacted_thinking') {
    assertSignature('', readText(block['data'], `${path}.data`), path);
    return;
  }
  const thinking = readText(block['thinking'], `${path}.thinking`);
  assertSignature(thinking, readText(block['signature'], `${path}.signature`), path);
}

export function joinTexts(blocks: readonly DecodedBlock[]): string {
  return blocks
    .map(({ text }) => text)
    .filter((text) => text !== '')
    .join('\n');
}
