import { ParameterError, unknownValue } from '../../openai/request/errors/parameter-error.ts';
import {
  type JsonRecord,
  createRangeReader,
  readOptional,
  readRecord,
  readText,
} from '../../openai/request/read-parameter.ts';
import type { ModelRules } from './model-rules.ts';

/** The field `reasoning` of a request. */
export interface DecodedReasoning {
  readonly effort: string | undefined;
  readonly summary: string | undefined;
}

const efforts = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'];
const summaries = ['auto', 'concise', 'detailed'];

/**
 * Decodes `reasoning`. Models that do not reason reject an effort, and other models the efforts that they do not have.
 */
export function decodeReasoning(
  value: unknown,
  { reasons, efforts: accepted = efforts }: ModelRules,
  model: string,
): DecodedReasoning {
  const reasoning = readOptional(value, 'reasoning', readRecord) ?? {};
  const effort = readOptional(reasoning['effort'], 'reasoning.effort', readText);
  const summary = readOptional(reasoning['summary'], 'reasoning.summary', readText);
  if (effort !== undefined && !efforts.includes(effort)) {
    throw unknownValue('reasoning.effort', effort, efforts);
  }
  if (summary !== undefined && !summaries.includes(summary)) {
    throw unknownValue('reasoning.summary', summary, summaries);
  }
  if (!reasons && (effort !== undefined || summary !== undefined)) {
    throw unsupportedParameter(effort === undefined ? 'reasoning.summary' : 'reasoning.effort');
  }
  if (effort !== undefined && !accepted.includes(effort)) {
    const names = accepted.map((name) => `'${name}'`).join(', ');
    throw new ParameterError(
      `Unsupported value: '${effort}' is not supported with the '${model}' model. Supported values are: ${names}.`,
      'reasoning.effort',
      'unsupported_value',
    );
  }
  return { effort, summary };
}

const samplingReaders = {
  temperature: createRangeReader(0, 2),
  top_p: createRangeReader(0, 1),
} as const;

/** @throws ParameterError if the model does not accept a sampling parameter with this effort */
export function validateSampling(
  body: JsonRecord,
  { acceptsSampling }: ModelRules,
  effort: string | undefined,
): void {
  for (const [name, read] of Object.entries(samplingReaders)) {
    const value = readOptional(body[name], name, read);
    if (value !== undefined && !acceptsSampling(effort)) throw unsupportedParameter(name);
  }
}

function unsupportedParameter(name: string): ParameterError {
  return new ParameterError(
    `Unsupported parameter: '${name}' is not supported with this model.`,
    name,
    'unsupported_parameter',
  );
}
