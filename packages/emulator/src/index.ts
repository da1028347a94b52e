export type {
  EmulatedResponse,
  EmulatedToolCall,
  ResponseRule,
} from './responses/emulated-response.ts';
export type { Emulator, EmulatorScript, RequestJournal } from './emulator/emulator.ts';
export type { EmulatorOptions } from './emulator/emulator-options.ts';
export type { FakeGptAccount } from './fakegpt/account.ts';
export type { FakeGptEmulatorOptions } from './fakegpt/fakegpt-options.ts';
export {
  type FakeGptFault,
  type FakeGptFaultName,
  type FakeGptFaultOf,
  type FakeGptFaultParameters,
  type FakeGptStep,
  fakeGptFaultNames,
  readFakeGptFault,
  readFakeGptScript,
} from './fakegpt/faults/fakegpt-fault.ts';
export type { FakeGptLoginFaultName } from './fakegpt/faults/request-faults.ts';
export { type FakeGptEmulator, startFakeGptEmulator } from './fakegpt/start-fakegpt-emulator.ts';
export {
  type OllamaFault,
  type OllamaFaultName,
  type OllamaFaultOf,
  type OllamaFaultParameters,
  type OllamaStep,
  ollamaFaultNames,
  readOllamaFault,
  readOllamaScript,
} from './ollama/faults/ollama-fault.ts';
export type { OllamaCapability, OllamaModel } from './ollama/ollama-model.ts';
export type { OllamaEmulatorOptions } from './ollama/ollama-options.ts';
export { type OllamaEmulator, startOllamaEmulator } from './ollama/start-ollama-emulator.ts';
export {
  type OpenAiFault,
  type OpenAiFaultName,
  type OpenAiFaultOf,
  type OpenAiFaultParameters,
  type OpenAiStep,
  openAiFaultNames,
  readOpenAiFault,
  readOpenAiScript,
} from './openai/faults/openai-fault.ts';
export type { OpenAiRejectedForm } from './openai/request/errors/rejected-forms.ts';
export type { AnthropicEmulatorOptions } from './anthropic/anthropic-options.ts';
export {
  type AnthropicFault,
  type AnthropicFaultName,
  type AnthropicFaultOf,
  type AnthropicFaultParameters,
  type AnthropicStep,
  anthropicFaultNames,
  readAnthropicFault,
  readAnthropicScript,
} from './anthropic/faults/anthropic-fault.ts';
export {
  type AnthropicEmulator,
  startAnthropicEmulator,
} from './anthropic/start-anthropic-emulator.ts';
export type { GoogleEmulatorOptions } from './google/google-options.ts';
export {
  type GoogleFault,
  type GoogleFaultName,
  type GoogleFaultOf,
  type GoogleFaultParameters,
  type GoogleStep,
  googleFaultNames,
  readGoogleFault,
  readGoogleScript,
} from './google/faults/google-fault.ts';
export { type GoogleEmulator, startGoogleEmulator } from './google/start-google-emulator.ts';
export type { OpenAiEmulatorOptions } from './openai/openai-options.ts';
export { type OpenAiEmulator, startOpenAiEmulator } from './openai/start-openai-emulator.ts';
export {
  type ResponsesFault,
  type ResponsesFaultName,
  type ResponsesFaultOf,
  type ResponsesFaultParameters,
  type ResponsesStep,
  readResponsesFault,
  readResponsesScript,
  responsesFaultNames,
} from './openai-responses/faults/responses-fault.ts';
export type { ResponsesEmulatorOptions } from './openai-responses/responses-options.ts';
export {
  type ResponsesEmulator,
  startResponsesEmulator,
} from './openai-responses/start-responses-emulator.ts';
export type {
  EmulatedMessage,
  EmulatedRequest,
  RequestEnding,
} from './journal/emulated-request.ts';
export { fingerprint } from './journal/fingerprint.ts';
export type { RequestFilter } from './journal/journal.ts';
export { scriptHeader } from './scripts/script-header.ts';
export type { ScriptOptions } from './scripts/script-options.ts';
export type { FaultPosition } from './faults/fault.ts';
export type { LineEnding } from './stream/frame/line-ends.ts';
export type { StreamOptions } from './stream/stream-options.ts';
