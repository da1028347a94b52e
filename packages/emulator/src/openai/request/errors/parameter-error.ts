/** An invalid parameter. The response is HTTP 400 with its name. */
export class ParameterError extends Error {
  /** The path, for example `messages[0].role`. Null if the error concerns the complete body. */
  readonly parameter: string | null;
  readonly code: string | null;

  constructor(message: string, parameter: string | null, code: string | null = null) {
    super(message);
    this.name = 'ParameterError';
    this.parameter = parameter;
    this.code = code;
  }
}

export function missingParameter(path: string): ParameterError {
  return new ParameterError(
    `Missing required parameter: '${path}'.`,
    path,
    'missing_required_parameter',
  );
}

export function invalidType(path: string, expected: string, value: unknown): ParameterError {
  return new ParameterError(
    `Invalid type for '${path}': expected ${expected}, but got ${describeType(value)} instead.`,
    path,
    'invalid_type',
  );
}

export function unknownValue(
  path: string,
  value: string,
  supported: readonly string[],
): ParameterError {
  const names = supported.map((name) => `'${name}'`).join(', ');
  return new ParameterError(
    `Invalid value: '${value}'. Supported values are: ${names}.`,
    path,
    'invalid_value',
  );
}

function describeType(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'number') return Number.isInteger(value) ? 'an integer' : 'a decimal';
  return `a ${typeof value}`;
}
