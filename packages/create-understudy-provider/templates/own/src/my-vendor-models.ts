import type { ModelInfo } from '@understudy/core/provider';

export type MyVendorModel = 'first-model';

/** Models that are known without a request. */
export const myVendorModels: readonly ModelInfo<MyVendorModel>[] = [
  { id: 'first-model', label: 'First model', contextTokens: 32_000 },
];
