export { describeProvider } from './describe-provider.ts';
export type { ConformanceOptions, Runner } from './conformance-options.ts';
export type { ClauseId, Need } from './clause-id.ts';
export type { Clause } from './clause.ts';
export { openAiStage } from './openai/openai-stage.ts';
export type { OpenAiStageOptions } from './openai/openai-stage.ts';
export { clauses } from './clauses.ts';
export type * from './stage.ts';
export type { ClauseOutcome, ConformanceReport } from './report/clause-outcome.ts';
