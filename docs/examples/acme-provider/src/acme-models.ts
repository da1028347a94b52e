import type { ModelInfo } from '@understudy/core/provider';

export type AcmeModel = 'first-model';

/** Models that are known without a request. */
export const acmeModels: readonly ModelInfo<AcmeModel>[] = [
  { id: 'first-model', label: 'First model', contextTokens: 32_000 },
];
