import type { StreamSettings } from '../fakegpt-settings.ts';
import type { FakeGptFault } from './fakegpt-fault.ts';

/** The settings of the stream, changed where the fault is one of how it lies on the wire. */
export function changeStreamSettings(
  fault: FakeGptFault | undefined,
  settings: StreamSettings,
): StreamSettings {
  if (fault?.kind === 'crlf') return { ...settings, lineEnding: 'crlf' };
  if (fault?.kind === 'pings') return { ...settings, eventsPerPing: 1 };
  if (fault?.kind === 'split-utf8') return { ...settings, escapeNonAscii: false, bytesPerWrite: 1 };
  return settings;
}
