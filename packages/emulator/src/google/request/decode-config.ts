import { isRecord } from '../../is-record.ts';
import type { ResponseFormat } from '../../openai/request/chat-request.ts';
import { RequestError } from '../../server/request-error.ts';
import type { ModelRules } from './model-rules.ts';
import { normalizeSchema } from './normalize-schema.ts';
import {
  type JsonRecord,
  readFlag,
  readInteger,
  readList,
  readMessage,
  readNumber,
  readOptional,
  readText,
} from './read-field.ts';

const configPath = 'generation_config';
const configFields = [
  'candidateCount',
  'stopSequences',
  'maxOutputTokens',
  'temperature',
  'topP',
  'topK',
  'seed',
  'presencePenalty',
  'frequencyPenalty',
  'responseMimeType',
  'responseSchema',
  'responseJsonSchema',
  'responseModalities',
  'responseLogprobs',
  'logprobs',
  'thinkingConfig',
  'mediaResolution',
  'speechConfig',
  'imageConfig',
  'responseFormat',
  'translationConfig',
  'audioTranscriptionConfig',
  'enableEnhancedCivicAnswers',
];

/** The settings of a request, as far as the emulator uses them. */
export interface DecodedConfig {
  readonly maxTokens: number;
  readonly stop: readonly string[];
  readonly format: ResponseFormat;
  readonly showsThoughts: boolean;
}

/** Decodes `generationConfig`, and rejects what the model does not accept. */
export function decodeConfig(value: unknown, rules: ModelRules): DecodedConfig {
  const config =
    readOptional(value, configPath, (each, path) => readMessage(each, path, configFields)) ?? {};
  const read = <Value>(
    name: string,
    readValue: (field: unknown, path: string) => Value,
  ): Value | undefined => readOptional(config[name], `${configPath}.${name}`, readValue);
  validateSampling(config, rules);
  const stop = read('stopSequences', readList) ?? [];
  if (stop.length > 5) {
    throw new RequestError('The number of stop sequences must be between 0 and 5.');
  }
  const maxTokens = read('maxOutputTokens', readInteger) ?? 65_536;
  if (maxTokens < 1) throw new RequestError('max_output_tokens must be positive.');
  return {
    maxTokens,
    stop: stop.map((text) => readText(text, `${configPath}.stop_sequences`)),
    format: decodeFormat(config),
    showsThoughts: decodeThinking(config['thinkingConfig'], rules),
  };
}

function validateSampling(config: JsonRecord, rules: ModelRules): void {
  const numberOf = (name: string): number | undefined =>
    readOptional(config[name], `${configPath}.${name}`, readNumber);
  const temperature = numberOf('temperature') ?? 1;
  if (temperature < 0 || temperature > 2) {
    throw new RequestError(
      `* GenerateContentRequest.generation_config.temperature: temperature must be in the range [0.0, 2.0].`,
    );
  }
  for (const name of ['topP', 'topK']) numberOf(name);
  readOptional(config['seed'], `${configPath}.seed`, readInteger);
  const penalty = numberOf('presencePenalty') ?? numberOf('frequencyPenalty');
  if (penalty !== undefined && !rules.penalties) {
    throw new RequestError('Penalty is not enabled for this model');
  }
  if ((numberOf('candidateCount') ?? 1) > 1 && !rules.manyCandidates) {
    throw new RequestError('Multiple candidates is not enabled for this model');
  }
}

function decodeFormat(config: JsonRecord): ResponseFormat {
  const { responseSchema, responseJsonSchema } = config;
  const mimeType = readOptional(
    config['responseMimeType'],
    `${configPath}.response_mime_type`,
    readText,
  );
  if (responseSchema !== undefined && responseJsonSchema !== undefined) {
    throw new RequestError('response_schema and response_json_schema cannot both be set.');
  }
  const schema = normalizeSchema(responseJsonSchema ?? responseSchema, 'response_schema');
  switch (mimeType) {
    case 'application/json':
      return { kind: 'json', schema: isRecord(schema) ? schema : undefined };
    case 'text/x.enum':
      return { kind: 'enum', values: readEnumValues(schema) };
    case undefined:
    case 'text/plain':
      if (schema === undefined) return { kind: 'text' };
      throw new RequestError('response_schema requires the response mime type application/json.');
    default:
      throw new RequestError(
        `* GenerateContentRequest.generation_config.response_mime_type: allowed mimetypes are \`text/plain\`, \`application/json\` and \`text/x.enum\`.`,
      );
  }
}

function readEnumValues(schema: unknown): readonly string[] {
  const path = `${configPath}.response_schema.enum`;
  const listed = readList(isRecord(schema) ? (schema['enum'] ?? []) : [], path);
  const values = listed.map((value) => readText(value, path));
  if (values.length > 0) return values;
  throw new RequestError(`* ${path}: text/x.enum requires a schema with an enum.`);
}

/** Returns whether the text of the thoughts is sent. */
function decodeThinking(value: unknown, rules: ModelRules): boolean {
  const path = `${configPath}.thinking_config`;
  const known = ['thinkingBudget', 'thinkingLevel', 'includeThoughts'];
  const thinking = readOptional(value, path, (each) => readMessage(each, path, known));
  if (!thinking) return false;
  const budget = readOptional(thinking['thinkingBudget'], `${path}.thinking_budget`, readInteger);
  const level = readOptional(thinking['thinkingLevel'], `${path}.thinking_level`, readText);
  if (budget !== undefined && level !== undefined) {
    throw new RequestError('You can only set only one of thinking budget and thinking level.');
  }
  if (budget !== undefined) validateBudget(budget, rules);
  if (level !== undefined && !rules.levels.includes(level.toLowerCase())) {
    throw new RequestError(
      rules.levels.length === 0
        ? 'Thinking level is not supported for this model.'
        : `Thinking level ${level.toUpperCase()} is not supported for this model. Please retry with other thinking level.`,
    );
  }
  return readOptional(thinking['includeThoughts'], `${path}.include_thoughts`, readFlag) ?? false;
}

function validateBudget(budget: number, { budget: accepted }: ModelRules): void {
  if (!accepted) throw new RequestError('Thinking budget is not supported for this model.');
  const { min, max, off } = accepted;
  if (budget === -1 || (budget === 0 && off) || (budget >= min && budget <= max)) return;
  throw new RequestError(
    `The thinking budget ${budget} is invalid. Please choose a value between ${min} and ${max}.`,
  );
}
