const longestExpression = 200;
const tokenPattern = /\s*(\d+(?:\.\d+)?|\.\d+|[-+*/()×÷])\s*/uy;

/**
 * Returns the value of an expression with + - * / and parentheses.
 *
 * A division by zero returns a value that is not finite. Returns undefined for any other text, and
 * for a number without an operator.
 */
export function evaluateArithmetic(text: string): number | undefined {
  const tokens = readTokens(text);
  if (tokens === undefined || tokens.length < 2) return undefined;
  const reader = new ExpressionReader(tokens);
  const value = reader.readSum();
  return reader.finished ? value : undefined;
}

function readTokens(text: string): readonly string[] | undefined {
  if (text.length > longestExpression) return undefined;
  const tokens: string[] = [];
  let position = 0;
  while (position < text.length) {
    tokenPattern.lastIndex = position;
    const token = tokenPattern.exec(text)?.[1];
    if (token === undefined) return undefined;
    tokens.push(token);
    position = tokenPattern.lastIndex;
  }
  return tokens;
}

/** A recursive-descent parser. A method returns undefined if it cannot parse its part of the expression. */
class ExpressionReader {
  readonly #tokens: readonly string[];
  #position = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  get finished(): boolean {
    return this.#position === this.#tokens.length;
  }

  readSum(): number | undefined {
    let value = this.#readProduct();
    while (value !== undefined) {
      const sign = this.#take('+', '-');
      if (sign === undefined) return value;
      const operand = this.#readProduct();
      if (operand === undefined) return undefined;
      value = sign === '+' ? value + operand : value - operand;
    }
    return undefined;
  }

  #readProduct(): number | undefined {
    let value = this.#readOperand();
    while (value !== undefined) {
      const sign = this.#take('*', '×', '/', '÷');
      if (sign === undefined) return value;
      const operand = this.#readOperand();
      if (operand === undefined) return undefined;
      value = sign === '*' || sign === '×' ? value * operand : value / operand;
    }
    return undefined;
  }

  #readOperand(): number | undefined {
    if (this.#take('-') !== undefined) {
      const operand = this.#readOperand();
      return operand === undefined ? undefined : -operand;
    }
    if (this.#take('(') !== undefined) {
      const value = this.readSum();
      return this.#take(')') === undefined ? undefined : value;
    }
    const token = this.#tokens[this.#position];
    if (token === undefined || Number.isNaN(Number(token))) return undefined;
    this.#position += 1;
    return Number(token);
  }

  #take(...accepted: readonly string[]): string | undefined {
    const token = this.#tokens[this.#position];
    if (token === undefined || !accepted.includes(token)) return undefined;
    this.#position += 1;
    return token;
  }
}
