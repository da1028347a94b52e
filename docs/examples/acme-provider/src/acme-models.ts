import type { ModelInfo } from '@understudy/core/provider';

export type AcmeModel = 'anvil-2' | 'anvil-2-mini';

export const acmeModels: readonly ModelInfo<AcmeModel>[] = [
  { id: 'anvil-2', label: 'Anvil 2', contextTokens: 64_000 },
  { id: 'anvil-2-mini', label: 'Anvil 2 mini', contextTokens: 16_000 },
];
