import { readArray, readObject, readString } from '@understudy/core/internal';

/** Returns a sentence for each warning of a stream. `v2` has other types than `v3` and `v4`. */
export function describeWarnings(streamStart: unknown): readonly string[] {
  return (readArray(streamStart, 'warnings') ?? []).map(describeWarning);
}

function describeWarning(warning: unknown): string {
  const details = readString(warning, 'details');
  const end = details === undefined ? '' : ` (${details})`;
  const type = readString(warning, 'type') ?? 'other';
  const feature = readString(warning, 'feature') ?? readString(warning, 'setting');
  const tool = readObject(warning, 'tool');
  switch (type) {
    case 'unsupported':
    case 'unsupported-setting':
      return `unsupported settings ignored: ${feature ?? 'unknown'}${end}`;
    case 'unsupported-tool':
      return `unsupported tool ignored: ${readString(tool, 'name') ?? 'unknown'}${end}`;
    case 'compatibility':
      return `sent in another form: ${feature ?? 'unknown'}${end}`;
    default:
      return readString(warning, 'message') ?? `warning of the AI SDK: ${type}`;
  }
}
