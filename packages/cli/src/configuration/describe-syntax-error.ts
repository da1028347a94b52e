/** What is wrong in a text that is not JSON, and what to do. */
export interface SyntaxProblem {
  readonly received: string;
  readonly advice: string;
}

/** Constants of other languages. */
const constants = /^(?:true|false|null|none|nil|undefined|yes|no)\b/i;

/**
 * Describes the first place of a text that is not JSON. Quotes nothing, because the text may contain keys.
 *
 * @param offset - of the first character that is not valid; undefined if the text ends too early
 */
export function describeSyntaxError(source: string, offset: number | undefined): SyntaxProblem {
  // PowerShell writes it. As UTF-8, every second character is NUL, which no JSON contains.
  if (source.includes('\0')) return { received: 'a file in UTF-16', advice: 'save it as UTF-8' };
  if (offset === undefined || source.slice(offset).trim() === '') {
    return { received: 'an incomplete document', advice: 'close its brackets and quotes' };
  }
  const line = countLines(source, offset);
  const rest = source.slice(offset);
  // V8 reports the second letter of a word such as `nope`, because `null` starts like it.
  const before = source.slice(0, offset).replace(/\w+$/, '').trimEnd();
  const previous = before.at(-1) ?? '';
  if (/^\/[/*]/.test(rest)) return { received: `a comment in line ${line}`, advice: 'remove it' };
  if (previous === ',' && /^[}\]]/.test(rest)) {
    const commaLine = countLines(source, before.length);
    return {
      received: `a comma before a bracket in line ${commaLine}`,
      advice: 'remove the comma',
    };
  }
  if (rest.startsWith("'")) {
    return { received: `a single quote in line ${line}`, advice: 'use double quotes' };
  }
  if (/[[{,:]/.test(previous) && /^[a-z_$]/i.test(rest)) {
    const isConstant = constants.test(source.slice(before.length).trimStart());
    const advice = isConstant ? 'write true, false or null' : 'use double quotes';
    return { received: `a word without quotes in line ${line}`, advice };
  }
  if (/[\]}"]/.test(previous) && rest.startsWith('"')) {
    const endLine = countLines(source, before.length);
    return { received: `no comma at the end of line ${endLine}`, advice: 'add the comma' };
  }
  return { received: `a syntax error in line ${line}`, advice: 'correct that line' };
}

function countLines(source: string, end: number): number {
  return source.slice(0, end).split('\n').length;
}
