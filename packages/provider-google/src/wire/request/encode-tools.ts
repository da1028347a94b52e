import type {
  ChatRequest,
  JsonObject,
  ToolChoice,
  ToolDefinition,
} from '@understudy/core/provider';
import { optionsOf } from '@understudy/provider-utils';
import { isForced, toObjectSchema } from '@understudy/provider-utils/internal';

import { encodeSchema } from './encode-schema.ts';
import type { Encoding } from './encoding.ts';

/** The fields of a request that concern tools. */
export interface EncodedTools {
  readonly tools: readonly JsonObject[];
  readonly toolConfig?: JsonObject;
}

/** Encodes the tools and how to call them. */
export function encodeTools(request: ChatRequest, encoding: Encoding): EncodedTools {
  const { tools = [], toolChoice, parallelToolCalls } = request;
  const { warn } = encoding;
  if (tools.length === 0) {
    if (isForced(toolChoice)) warn('toolChoice omitted: the request has no tools');
    return { tools: [] };
  }
  if (parallelToolCalls === false) warn('parallelToolCalls omitted: the API has no field for it');
  const isStrict = tools.some(({ strict }) => strict === true);
  const functionCallingConfig = encodeChoice(toolChoice, isStrict, encoding);
  return {
    tools: [{ functionDeclarations: tools.map((tool) => encodeTool(tool, encoding)) }],
    ...(functionCallingConfig && { toolConfig: { functionCallingConfig } }),
  };
}

/** The mode `VALIDATED` is `AUTO` with calls that match their schema. `ANY` always validates. */
function encodeChoice(
  choice: ToolChoice | undefined,
  isStrict: boolean,
  { names }: Encoding,
): JsonObject | undefined {
  if (typeof choice === 'object') {
    return { mode: 'ANY', allowedFunctionNames: [names.encode(choice.name)] };
  }
  switch (choice) {
    case 'required':
      return { mode: 'ANY' };
    case 'none':
      return { mode: 'NONE' };
    case 'auto':
      return { mode: isStrict ? 'VALIDATED' : 'AUTO' };
    case undefined:
      return isStrict ? { mode: 'VALIDATED' } : undefined;
  }
}

function encodeTool(tool: ToolDefinition, { provider, names }: Encoding): JsonObject {
  const { name, description, inputSchema } = tool;
  return {
    name: names.encode(name),
    ...(description !== undefined && { description }),
    parametersJsonSchema: encodeSchema(toObjectSchema(inputSchema)),
    ...optionsOf(tool, provider),
  };
}
