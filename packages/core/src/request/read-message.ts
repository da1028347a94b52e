import type {
  AssistantPart,
  FileData,
  FilePart,
  ImagePart,
  Message,
  ProviderOptions,
  ReasoningPart,
  TextPart,
  ToolCallPart,
  ToolResultPart,
} from '../chat/message.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { readJson, readJsonObject } from '../input/read-json.ts';
import * as read from '../input/readers.ts';
import type { NameAdvice, Reader } from '../input/readers.ts';
import { isFieldObject, isRecord } from '../input/records.ts';
import { decodeDataUrl } from './data-url.ts';

export const readProviderOptions: Reader<ProviderOptions> = read.readMap(readJsonObject);

const readUrl: Reader<URL> = (value, path) => {
  const url = typeof value === 'string' || value instanceof URL ? URL.parse(String(value)) : null;
  if (url) return url;
  throw read.invalidType(path, 'a URL', value);
};

const readBytes: Reader<Uint8Array> = (value, path) => {
  // Not `slice`, because that of Buffer shares the memory.
  if (value instanceof Uint8Array) return new Uint8Array(value);
  const stored = readStoredBytes(value);
  if (stored) return stored;
  throw read.invalidType(path, 'a Uint8Array', value);
};

/** Reads what `JSON.stringify()` writes for a Uint8Array, `{"0":137,"1":80}`, and for a Buffer. */
function readStoredBytes(value: unknown): Uint8Array | undefined {
  if (!isRecord(value)) return undefined;
  const isBuffer = value['type'] === 'Buffer' && Array.isArray(value['data']);
  // An object has its keys that are indexes in ascending order.
  const entries = Object.entries(isBuffer ? Object(value['data']) : value);
  const bytes = new Uint8Array(entries.length);
  for (const [index, [key, byte]] of entries.entries()) {
    if (key !== `${index}` || !isByte(byte)) return undefined;
    bytes[index] = byte;
  }
  return bytes;
}

function isByte(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 255;
}

/** Returns a reader for the data of a file. */
export function createFileReader(
  readFileBytes: Reader<Uint8Array>,
  readFileUrl: Reader<URL>,
): Reader<FileData> {
  return read.readVariant<FileData>('type', {
    bytes: read.readObject({ type: read.readEnum('bytes'), bytes: readFileBytes }, {}),
    base64: read.readObject({ type: read.readEnum('base64'), base64: read.readString }, {}),
    url: read.readObject({ type: read.readEnum('url'), url: readFileUrl }, {}),
  });
}

const readTaggedData = createFileReader(readBytes, readUrl);

/** A URL without `type` is accepted too. */
const readFileData: Reader<FileData> = (value, path) => {
  const isText = typeof value === 'string';
  if ((isText && URL.canParse(value)) || value instanceof URL) {
    return { type: 'url', url: readUrl(value, path) };
  }
  const isTagged = isFieldObject(value) && !(value instanceof Uint8Array) && 'type' in value;
  if (isTagged) return readTaggedData(value, path);
  const expected =
    "a URL, { type: 'url', url }, { type: 'base64', base64 } or { type: 'bytes', bytes }";
  throw read.invalidType(path, expected, value);
};

const origin = {
  signature: read.readString,
  origin: read.readString,
  originModel: read.readString,
  providerMetadata: readJsonObject,
};
const common = { providerOptions: readProviderOptions };

const contentAdvice = { content: 'did you mean "text"?' };
const readTextPart: Reader<TextPart> = read.readObject(
  { type: read.readEnum('text'), text: read.readString },
  { ...common, ...origin },
  contentAdvice,
);

const dataAdvice = {
  url: 'did you mean "data"? For a URL: { type: \'url\', url }',
  image: 'did you mean "data"?',
  file: 'did you mean "data"?',
  image_url: 'did you mean "data"? For a URL: { type: \'url\', url }',
  filename: 'did you mean "name"?',
};
const readImagePart: Reader<ImagePart> = embedData(
  read.readObject(
    { type: read.readEnum('image'), data: readFileData },
    { ...common, mediaType: read.readString },
    dataAdvice,
  ),
);
const readFilePart: Reader<FilePart> = embedData(
  read.readObject(
    { type: read.readEnum('file'), data: readFileData, mediaType: read.readString },
    { ...common, ...origin, name: read.readString },
    dataAdvice,
  ),
);

/** Replaces a data URL by its content, because a vendor cannot download it. */
function embedData<Part extends ImagePart | FilePart>(readPart: Reader<Part>): Reader<Part> {
  return (value, path) => {
    const part = readPart(value, path);
    if (part.data.type !== 'url' || part.data.url.protocol !== 'data:') return part;
    const content = decodeDataUrl(part.data.url.href);
    if (!content) throw notBase64(`${path}.data`);
    return { ...part, data: content.data, mediaType: part.mediaType ?? content.mediaType };
  };
}

function notBase64(path: string): ConfigurationError {
  const received = 'a data URL without base64';
  return new ConfigurationError({ path, expected: 'a data URL in base64', received });
}

const readReasoningPart: Reader<ReasoningPart> = read.readObject(
  { type: read.readEnum('reasoning'), text: read.readString },
  { ...common, ...origin },
  { thinking: 'did you mean "text"?', ...contentAdvice },
);
const argumentsAdvice = 'did you mean "argumentsText", the arguments as JSON text?';
const readToolCallPart: Reader<ToolCallPart> = read.readObject(
  {
    type: read.readEnum('tool-call'),
    id: read.readString,
    name: read.readString,
    argumentsText: read.readString,
  },
  // The last two are fields of `ToolCall`, which apps spread into a part.
  { ...common, ...origin, input: readJson, incomplete: read.readBoolean },
  {
    args: argumentsAdvice,
    arguments: argumentsAdvice,
    toolCallId: 'did you mean "id"?',
    toolName: 'did you mean "name"?',
    function: 'use the fields "name" and "argumentsText"',
  },
);

const readMediaPart = read.readVariant<TextPart | ImagePart | FilePart>(
  'type',
  { text: readTextPart, image: readImagePart, file: readFilePart },
  {
    image_url: 'did you mean "image"?',
    input_image: 'did you mean "image"?',
    input_text: 'did you mean "text"?',
    input_file: 'did you mean "file"?',
    input_audio: 'did you mean "file"?',
    document: 'did you mean "file"?',
    media: 'did you mean "file"?',
  },
);
const outputAdvice = 'did you mean "output"?';
const readToolResultPart: Reader<ToolResultPart> = read.readObject(
  {
    type: read.readEnum('tool-result'),
    toolCallId: read.readString,
    name: read.readString,
    output: read.readString,
  },
  { ...common, parts: read.readArray(readMediaPart), isError: read.readBoolean },
  {
    id: 'did you mean "toolCallId"?',
    tool_use_id: 'did you mean "toolCallId"?',
    toolName: 'did you mean "name"?',
    result: outputAdvice,
    content: outputAdvice,
  },
);
const readAssistantPart = read.readVariant<AssistantPart>(
  'type',
  {
    text: readTextPart,
    reasoning: readReasoningPart,
    'tool-call': readToolCallPart,
    file: readFilePart,
  },
  {
    thinking: 'did you mean "reasoning"?',
    redacted_thinking: 'did you mean "reasoning"?',
    tool_use: 'did you mean "tool-call"?',
    function_call: 'did you mean "tool-call"?',
    output_text: 'did you mean "text"?',
  },
);
const readResultPart = read.readVariant<ToolResultPart>(
  'type',
  { 'tool-result': readToolResultPart },
  { function_call_output: 'did you mean "tool-result"?' },
);

const messageAdvice: NameAdvice = {
  parts: 'did you mean "content"?',
  text: 'did you mean "content"?',
  tool_calls: 'use parts of the type "tool-call" in "content"',
  toolCalls: 'use parts of the type "tool-call" in "content"',
  function_call: 'use parts of the type "tool-call" in "content"',
  reasoning_content: 'use parts of the type "reasoning" in "content"',
  tool_call_id: 'use parts of the type "tool-result" in "content"',
};

function readContent<Part>(readPart: Reader<Part>): Reader<string | readonly Part[]> {
  const readParts = read.readArray(readPart);
  return (content, path) => {
    if (typeof content === 'string') return content;
    if (Array.isArray(content)) return readParts(content, path);
    throw read.invalidType(
      path,
      "a string, or a list of parts such as { type: 'text', text }",
      content,
    );
  };
}

const readResultParts = read.readArray(readResultPart);

/** The results of OpenAI are text, without the name of the tool. */
const readResults: Reader<readonly ToolResultPart[]> = (value, path) => {
  if (Array.isArray(value)) return readResultParts(value, path);
  const expected = "a list of { type: 'tool-result', toolCallId, name, output }";
  throw read.invalidType(path, expected, value);
};

/** Reads a message and copies it. */
export const readMessage: Reader<Message> = read.readVariant<Message>(
  'role',
  {
    system: read.readObject(
      { role: read.readEnum('system'), content: readContent(readTextPart) },
      common,
      messageAdvice,
    ),
    user: read.readObject(
      { role: read.readEnum('user'), content: readContent(readMediaPart) },
      common,
      messageAdvice,
    ),
    assistant: read.readObject(
      { role: read.readEnum('assistant'), content: readContent(readAssistantPart) },
      common,
      messageAdvice,
    ),
    tool: read.readObject(
      { role: read.readEnum('tool'), content: readResults },
      common,
      messageAdvice,
    ),
  },
  {
    developer: 'did you mean "system"?',
    model: 'did you mean "assistant"?',
    ai: 'did you mean "assistant"?',
    human: 'did you mean "user"?',
    function: 'did you mean "tool"?',
  },
);
