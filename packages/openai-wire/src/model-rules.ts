import type { ReasoningEffort } from '@understudy/core/provider';
import { findNearestEffort } from '@understudy/provider-utils/internal';
import type { Warn } from '@understudy/provider-utils/internal';

/** What a model accepts. Other settings are an error of the API. */
export interface ModelRules {
  /** Whether the model reasons. Undefined for a model that is not known. */
  readonly reasons: boolean | undefined;
  /** When `temperature` and `top_p` are accepted. */
  readonly sampling: 'always' | 'without-reasoning' | 'never';
  /** Whether chat completions accept `stop`. */
  readonly stop: boolean;
  /** The accepted efforts, lowest first. Undefined if they are not known. */
  readonly efforts: readonly ReasoningEffort[] | undefined;
}

/** A deployment of Azure or a model of another server can have any name. */
export const otherModel: ModelRules = {
  reasons: undefined,
  sampling: 'always',
  stop: true,
  efforts: undefined,
};

const chatModel: ModelRules = { reasons: false, sampling: 'always', stop: true, efforts: [] };

/** The models of the o series that came before o3 and o4-mini, which reject `stop`. */
const acceptsStop = /(?:^|[/:])(?:o1|o3-mini)/;

const allEfforts: readonly ReasoningEffort[] = ['low', 'medium', 'high', 'xhigh', 'max'];

/**
 * Returns the rules of a model, by its name. Prefixes are ignored.
 *
 * Source: https://developers.openai.com/api/docs/models and https://developers.openai.com/api/docs/guides/reasoning.
 * The API reference excludes `stop` for o3 and o4-mini. GPT-5 and GPT-5.1 were reported to reject it with each effort.
 */
export function rulesOf(model: string): ModelRules {
  const name = model.toLowerCase();
  if (/(?:^|[/:])(?:o\d|codex-|computer-use)/.test(name)) {
    const stop = acceptsStop.test(name);
    return { reasons: true, sampling: 'never', stop, efforts: allEfforts.slice(0, 3) };
  }
  const [, major, minor = '0'] = /(?:^|[/:])gpt-(\d)(?:\.(\d))?(?![\d.])/.exec(name) ?? [];
  if (major === undefined)
    return /(?:^|[/:])(?:gpt-[34]|chatgpt)/.test(name) ? chatModel : otherModel;
  const version = Number(`${major}.${minor}`);
  if (version < 5 || /gpt-5-chat/.test(name)) return chatModel;
  const efforts = effortsOf(name, version);
  const sampling = efforts.includes('none') ? 'without-reasoning' : 'never';
  return { reasons: true, sampling, stop: false, efforts };
}

/** The models from GPT-6 on that can turn reasoning off. */
const withoutReasoning = /gpt-6(?:-(?:sol|luna)|\.1-terra)\b/;

function effortsOf(name: string, version: number): readonly ReasoningEffort[] {
  if (version >= 6) return withoutReasoning.test(name) ? ['none', ...allEfforts] : allEfforts;
  if (/-pro\b/.test(name)) return version < 5.2 ? ['high'] : ['medium', 'high', 'xhigh'];
  if (/-chat\b/.test(name)) return ['medium'];
  const count = version >= 5.6 ? 5 : version >= 5.2 || /codex-max/.test(name) ? 4 : 3;
  const least: ReasoningEffort = version >= 5.1 ? 'none' : 'minimal';
  const efforts = allEfforts.slice(0, count);
  return /codex/.test(name) && version < 5.2 ? efforts : [least, ...efforts];
}

/**
 * Returns the effort to send: the one of the request, or the nearest that the model accepts. Undefined if the model
 * does not reason.
 */
export function chooseEffort(
  effort: ReasoningEffort | undefined,
  { reasons, efforts }: ModelRules,
  warn: Warn,
): ReasoningEffort | undefined {
  if (effort === undefined || !efforts || efforts.includes(effort)) return effort;
  if (reasons !== true) {
    if (effort !== 'none') warn('reasoningEffort omitted: the model does not reason');
    return undefined;
  }
  const nearest = findNearestEffort(effort, efforts);
  if (nearest !== undefined) warn(`reasoningEffort "${effort}" sent as "${nearest}"`);
  return nearest;
}
