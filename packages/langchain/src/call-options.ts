import type {
  BaseChatModelCallOptions,
  BindToolsInput,
  ToolChoice as LangChainToolChoice,
} from '@langchain/core/language_models/chat_models';
import { convertToOpenAITool } from '@langchain/core/utils/function_calling';
import type {
  ChatInput,
  ChatOptions,
  ChatSettings,
  ResponseFormatInput,
  ToolChoice,
  ToolInput,
} from '@understudy/core';
import { ConfigurationError } from '@understudy/core';
import { isJsonObject, quoteText, readObject, readString } from '@understudy/core/internal';

/** Settings and options of a chat that LangChain has no name for. */
export interface ChatModelOptions {
  /** Settings of each request, for example `temperature` and `providerOptions`. */
  readonly settings?: Omit<ChatSettings, 'toolChoice' | 'stop'> | undefined;
  /** Options of each chat, for example `deadlineMs`. */
  readonly chatOptions?: Omit<ChatOptions, 'signal'> | undefined;
}

/** The options of one call. */
export interface ChatModelCallOptions extends BaseChatModelCallOptions, ChatModelOptions {
  readonly tools?: BindToolsInput[];
  /** The format of the response text. */
  readonly responseFormat?: ResponseFormatInput | undefined;
}

/** Returns the part of a chat's input that is not the conversation. */
export function toSettings(
  options: ChatModelCallOptions,
  defaults: ChatModelOptions,
): Omit<ChatInput, 'model' | 'messages'> {
  const { tools, tool_choice: choice, responseFormat, stop } = options;
  return {
    ...defaults.settings,
    ...options.settings,
    stop,
    responseFormat,
    ...(tools && tools.length > 0 && { tools: tools.map(toTool) }),
    ...(choice !== undefined && { toolChoice: toToolChoice(choice) }),
  };
}

/** Returns the options of a chat. */
export function toChatOptions(
  options: ChatModelCallOptions,
  defaults: ChatModelOptions,
): ChatOptions {
  return { ...defaults.chatOptions, ...options.chatOptions, signal: options.signal };
}

function toTool(tool: BindToolsInput): ToolInput {
  const definition: unknown = convertToOpenAITool(tool);
  const details = readObject(definition, 'function');
  const name = readString(details, 'name');
  if (name === undefined) {
    throw new ConfigurationError({
      code: 'invalid-request',
      path: 'tools',
      expected: 'tools of LangChain, or { type: "function", function: { name, parameters } }',
      received: 'another object',
    });
  }
  const strict = isJsonObject(details) ? details['strict'] : undefined;
  return {
    name,
    description: readString(details, 'description'),
    inputSchema: readObject(details, 'parameters') ?? { type: 'object', properties: {} },
    ...(typeof strict === 'boolean' && { strict }),
  };
}

function toToolChoice(choice: LangChainToolChoice): ToolChoice {
  if (typeof choice === 'string') return findMode(choice) ?? { name: choice };
  const name = readString(readObject(choice, 'function'), 'name') ?? readString(choice, 'name');
  if (name !== undefined) return { name };
  const type = readString(choice, 'type') ?? '';
  const mode = findMode(type);
  if (mode !== undefined) return mode;
  throw new ConfigurationError({
    code: 'invalid-request',
    path: 'tool_choice',
    expected: 'auto, none, any, required or the name of a tool',
    received: `an object of the type ${quoteText(type)}`,
  });
}

function findMode(text: string): 'auto' | 'none' | 'required' | undefined {
  if (text === 'any') return 'required';
  return text === 'auto' || text === 'none' || text === 'required' ? text : undefined;
}
