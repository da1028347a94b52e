/** The built-in responder's words in one language. */
export interface Phrases {
  /** Matches a message that greets. */
  readonly greeting: RegExp;
  /** Matches the words that may stand before a sum. */
  readonly request: RegExp;
  readonly greet: string;
  readonly noResult: (expression: string) => string;
  readonly echo: (message: string) => string;
}

export const english: Phrases = {
  greeting: /^(?:hi|hello|hey|howdy|how are you|good (?:morning|afternoon|evening|day))(?!\p{L})/iu,
  request: /^(?:what is|what's|how much is|calculate|compute)\s+/iu,
  greet:
    "Hello! I am an emulated chat model: I run on this machine, I need no key and I never get tired. Ask me a sum such as 2+2*3, or say anything and I'll give it back to you.",
  noResult: (expression) => `${expression} has no result: nothing can be divided by zero.`,
  echo: (message) =>
    `You said: "${message}". I am only an emulator, so that is all I can make of it, but every piece of it travelled the whole way.`,
};

export const russian: Phrases = {
  greeting:
    /^(?:привет|здравствуй|как дела|добрый (?:день|вечер)|доброе утро|доброго дня|хай(?!\p{L}))/iu,
  request: /^(?:сколько будет|чему равно|посчитай|вычисли)\s+/iu,
  greet:
    'Привет! У меня всё отлично: я эмулятор чата, работаю прямо на этой машине и никогда не устаю. Спросите меня, сколько будет 2+2*3, или напишите что угодно, и я отвечу.',
  noResult: (expression) => `У выражения ${expression} нет значения: на ноль делить нельзя.`,
  echo: (message) =>
    `Вы написали: «${message}». Я всего лишь эмулятор и большего сказать не могу, зато каждый кусочек ответа прошёл весь путь.`,
};
