export { createTestContext } from './testing/create-test-context.ts';
export { ManualClock } from './testing/manual-clock.ts';
export { SeededRandom } from './testing/seeded-random.ts';
export { MemoryLogger } from './testing/memory-logger.ts';
export { RecordingTelemetry } from './testing/recording-telemetry.ts';
export { ReplayHttp } from './testing/replay-http.ts';
export type { RecordedReply } from './testing/replay-http.ts';
export { ScriptedProvider } from './testing/scripted-provider.ts';
export type { ScriptStep, ScriptedProviderOptions } from './testing/scripted-provider.ts';
