/** One instruction of a Dockerfile, with its lines joined. */
export interface Instruction {
  readonly name: string;
  readonly value: string;
}

/** The instructions from one FROM to the next. */
export type Stage = readonly Instruction[];

/** Reads the stages of a Dockerfile. Comments and empty lines are left out. */
export function readStages(text: string): readonly Stage[] {
  const stages: Instruction[][] = [];
  for (const line of text.replaceAll(/\\\n/g, ' ').split('\n')) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [, name = '', value = ''] = /^(\w+)\s+(.*)$/.exec(line) ?? [];
    if (name === 'FROM') stages.push([]);
    stages.at(-1)?.push({ name, value });
  }
  return stages;
}

export function valuesOf(stage: Stage | undefined, name: string): readonly string[] {
  return (stage ?? []).filter((one) => one.name === name).map(({ value }) => value);
}

/**
 * Returns the files of the build context that a `.dockerignore` does not leave out. A later pattern takes precedence, a
 * pattern of a folder applies to its content, and `!` includes again.
 */
export function filterContext(files: readonly string[], ignore: string): readonly string[] {
  const patterns = ignore
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({ includes: line.startsWith('!'), regExp: toRegExp(line.replace(/^!/, '')) }));
  return files.filter((file) => {
    const last = patterns.findLast(({ regExp }) => regExp.test(file));
    return last?.includes ?? true;
  });
}

function toRegExp(pattern: string): RegExp {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('**/', '\u0000')
    .replaceAll('*', '[^/]*')
    .replaceAll('\u0000', '(?:.*/)?');
  return new RegExp(`^${source}(?:/.*)?$`);
}
