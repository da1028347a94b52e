import { isRecord } from '../../is-record.ts';
import type { Tool, ToolChoice } from '../../openai/request/chat-request.ts';
import { RequestError } from '../../server/request-error.ts';
import { normalizeSchema } from './normalize-schema.ts';
import { type JsonRecord, readList, readMessage, readOptional, readText } from './read-field.ts';

const namePattern = /^[a-zA-Z_][\w.:-]{0,127}$/u;

const toolFields = [
  'functionDeclarations',
  'googleSearch',
  'googleSearchRetrieval',
  'codeExecution',
  'urlContext',
  'googleMaps',
  'fileSearch',
  'computerUse',
  'mcpServers',
];

/** Decodes `tools`. Tools of the vendor are never called. */
export function decodeTools(value: unknown, path: string): readonly Tool[] {
  const tools = readList(value, path).flatMap((item, index) => {
    const itemPath = `${path}[${index}]`;
    const tool = readMessage(item, itemPath, toolFields);
    const declarations = readOptional(
      tool['functionDeclarations'],
      `${itemPath}.function_declarations`,
      readList,
    );
    return (declarations ?? []).map((declaration, position) =>
      decodeDeclaration(declaration, `${itemPath}.function_declarations[${position}]`),
    );
  });
  const names = tools.map(({ name }) => name);
  const repeated = names.find((name, index) => names.indexOf(name) < index);
  if (repeated === undefined) return tools;
  throw new RequestError(`Duplicate function declaration found: ${repeated}`);
}

function decodeDeclaration(value: unknown, path: string): Tool {
  const known = [
    'name',
    'description',
    'parameters',
    'parametersJsonSchema',
    'response',
    'responseJsonSchema',
    'behavior',
  ];
  const declaration = readMessage(value, path, known);
  const name = readText(declaration['name'], `${path}.name`);
  if (!namePattern.test(name)) {
    throw new RequestError(
      `${path}.name: Invalid function name. Must start with a letter or an underscore. Must be alphanumeric (a-z, A-Z, 0-9), underscores (_), dots (.), colons (:), or dashes (-), with a maximum length of 128.`,
    );
  }
  const { parameters, parametersJsonSchema } = declaration;
  if (parameters !== undefined && parametersJsonSchema !== undefined) {
    throw new RequestError(`${path}: parameters and parameters_json_schema cannot both be set.`);
  }
  const declared = parametersJsonSchema ?? parameters;
  const schema = normalizeSchema(declared ?? { type: 'object' }, `${path}.parameters`);
  if (isRecord(schema) && schema['type'] === 'object') return { name, parameters: schema };
  throw new RequestError(
    `Unable to submit request because \`${name}\` functionDeclaration parameters schema should be of type OBJECT.`,
  );
}

/** Decodes `toolConfig`. `ANY` requires a call, and the names that it allows must be declared. */
export function decodeToolChoice(value: unknown, tools: readonly Tool[]): ToolChoice {
  const config = readOptional(value, 'tool_config', (each, path) =>
    readMessage(each, path, [
      'functionCallingConfig',
      'retrievalConfig',
      'includeServerSideToolInvocations',
    ]),
  );
  const path = 'tool_config.function_calling_config';
  const calling =
    readOptional(config?.['functionCallingConfig'], path, (each, eachPath) =>
      readMessage(each, eachPath, ['mode', 'allowedFunctionNames', 'streamFunctionCallArguments']),
    ) ?? {};
  return decodeMode(calling, path, tools);
}

function decodeMode(calling: JsonRecord, path: string, tools: readonly Tool[]): ToolChoice {
  const mode = readOptional(calling['mode'], `${path}.mode`, readText) ?? 'AUTO';
  const names = readOptional(
    calling['allowedFunctionNames'],
    `${path}.allowed_function_names`,
    readList,
  );
  switch (mode) {
    case 'AUTO':
    case 'VALIDATED':
      return { kind: 'auto' };
    case 'NONE':
      return { kind: 'none' };
    case 'ANY':
      return decodeRequired(names ?? [], tools);
    default:
      throw new RequestError(`Invalid value at '${path}.mode' (TYPE_ENUM), "${mode}"`);
  }
}

function decodeRequired(names: readonly unknown[], tools: readonly Tool[]): ToolChoice {
  if (tools.length === 0) {
    throw new RequestError('Function calling mode ANY requires function declarations.');
  }
  const [name] = names;
  if (name === undefined) return { kind: 'required' };
  if (typeof name === 'string' && tools.some((tool) => tool.name === name)) {
    return { kind: 'tool', name };
  }
  throw new RequestError(
    'allowed_function_names contains a function that is not in function_declarations.',
  );
}
