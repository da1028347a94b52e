import { isRecord } from '../../../is-record.ts';

/** Returns the path of the first string, name of a field included, that is not well-formed Unicode. */
export function findLoneSurrogate(value: unknown, path: string = ''): string | undefined {
  if (typeof value === 'string') return value.isWellFormed() ? undefined : path;
  for (const [name, item] of listItems(value)) {
    const itemPath = Array.isArray(value) ? `${path}[${name}]` : joinPath(path, name);
    const found = name.isWellFormed() ? findLoneSurrogate(item, itemPath) : itemPath;
    if (found !== undefined) return found;
  }
  return undefined;
}

function listItems(value: unknown): readonly (readonly [string, unknown])[] {
  return Array.isArray(value) || isRecord(value) ? Object.entries(value) : [];
}

function joinPath(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
