/** What the API accepts for a model. */
export interface ModelRules {
  readonly reasons: boolean;
  /** The accepted efforts. Undefined if all are. */
  readonly efforts: readonly string[] | undefined;
  /** Whether sampling parameters are accepted with an effort, which is undefined if the request has none. */
  readonly acceptsSampling: (effort: string | undefined) => boolean;
}

const always = (): boolean => true;
const never = (): boolean => false;
const withoutReasoning = (effort: string | undefined): boolean => effort === 'none';

/** Other names are deployments or models of another vendor, which accept everything. */
const otherModel: ModelRules = { reasons: true, efforts: undefined, acceptsSampling: always };
const chatModel: ModelRules = { reasons: false, efforts: [], acceptsSampling: always };

/** The models by the beginning of their names. The first match counts. */
const models: readonly (readonly [RegExp, ModelRules])[] = [
  [/^(?:gpt-4|gpt-3|chatgpt|gpt-5-chat)/u, chatModel],
  [/^o\d/u, reasoning(['low', 'medium', 'high'], never)],
  [
    /^gpt-6(?:-(?:sol|luna)|\.1-terra)/u,
    reasoning(['none', 'low', 'medium', 'high', 'xhigh', 'max'], withoutReasoning),
  ],
  [/^gpt-5-pro/u, reasoning(['high'], never)],
  [/^gpt-5\.\d-pro/u, reasoning(['medium', 'high', 'xhigh'], never)],
  [/^gpt-5\.\d-chat/u, reasoning(['medium'], never)],
  [/^gpt-[6-9]/u, reasoning(['low', 'medium', 'high', 'xhigh', 'max'], never)],
  [
    /^gpt-5\.[6-9]/u,
    reasoning(['none', 'low', 'medium', 'high', 'xhigh', 'max'], withoutReasoning),
  ],
  [/^gpt-5\.[2-5]/u, reasoning(['none', 'low', 'medium', 'high', 'xhigh'], withoutReasoning)],
  [/^gpt-5\.1/u, reasoning(['none', 'low', 'medium', 'high'], withoutReasoning)],
  [/^gpt-5/u, reasoning(['minimal', 'low', 'medium', 'high'], never)],
];

export function rulesOf(model: string): ModelRules {
  return models.find(([pattern]) => pattern.test(model))?.[1] ?? otherModel;
}

function reasoning(
  efforts: readonly string[],
  acceptsSampling: ModelRules['acceptsSampling'],
): ModelRules {
  return { reasons: true, efforts, acceptsSampling };
}
