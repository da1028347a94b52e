export type { Answer, AnswerToolCall } from './answers/answer.ts';
export type { AnswerRule } from './answers/answer-rule.ts';
export type { Emulator } from './emulator/emulator.ts';
export type { EmulatorOptions } from './emulator/emulator-options.ts';
export type { FakeGptAccount } from './fakegpt/account.ts';
export type { FakeGptEmulatorOptions } from './fakegpt/fakegpt-options.ts';
export {
  type FakeGptFault,
  type FakeGptFaultName,
  type FakeGptFaultOf,
  type FakeGptFaultParameters,
  type FakeGptLoginFaultName,
  fakeGptFaultNames,
  readFakeGptFault,
} from './fakegpt/faults/fakegpt-fault.ts';
export { type FakeGptEmulator, startFakeGptEmulator } from './fakegpt/start-fakegpt-emulator.ts';
export {
  type OpenAiFault,
  type OpenAiFaultName,
  type OpenAiFaultOf,
  type OpenAiFaultParameters,
  openAiFaultNames,
  readOpenAiFault,
} from './openai/faults/openai-fault.ts';
export type { OpenAiEmulatorOptions } from './openai/openai-options.ts';
export { type OpenAiEmulator, startOpenAiEmulator } from './openai/start-openai-emulator.ts';
export type { EmulatedRequest } from './server/emulated-request.ts';
export type { LineEnding } from './stream/line-ends.ts';
export type { StreamOptions } from './stream/stream-options.ts';
