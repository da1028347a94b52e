import type { FinishReason } from '@understudy/core/provider';

const reasons: ReadonlyMap<string, FinishReason> = new Map([
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  ['tool_use', 'tool-calls'],
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['refusal', 'content-filter'],
]);

/** Maps a stop reason. Other reasons, such as `pause_turn`, are `other`. */
export function mapStopReason(reason: string): FinishReason {
  return reasons.get(reason) ?? 'other';
}

const stopReasons: Readonly<Record<FinishReason, string>> = {
  stop: 'end_turn',
  'tool-calls': 'tool_use',
  length: 'max_tokens',
  'content-filter': 'refusal',
  other: 'end_turn',
};

/** `other` becomes `end_turn`, because clients accept only the reasons of the API. */
export function encodeStopReason(reason: FinishReason): string {
  return stopReasons[reason];
}
