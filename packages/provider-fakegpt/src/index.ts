export { fakegpt } from './fakegpt-provider.ts';
export type { FakeGptLifecycle } from './fakegpt-provider.ts';
export type { FakeGptModel } from './fakegpt-models.ts';
export type { FakeGptOptions } from './fakegpt-settings.ts';
export { FakeGpt } from './fake-gpt.ts';
export type { FakeGptRequest } from './fake-gpt.ts';
